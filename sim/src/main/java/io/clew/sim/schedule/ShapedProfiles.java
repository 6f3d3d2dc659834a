package io.clew.sim.schedule;

import io.clew.sim.schedule.Profile.Range;
import io.clew.sim.world.Setup;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Profiles for troubles that need each other: where all families are drawn alike, some chains of
 * events are too unlikely. None is made for one bug.
 */
final class ShapedProfiles {
    private static final double ALWAYS = 1;
    private static final double MOSTLY = 0.75;
    private static final double SELDOM = 0.08;

    private ShapedProfiles() {}

    static List<Profile> all() {
        return List.of(flapping(), snapshots(), members(), readers(), power(), shards());
    }

    /** Leaders come and go while writes are under way, and disks are slow. */
    private static Profile flapping() {
        var shape = new Shape("flapping");
        shape.nodes = List.of(3, 3, 4, 5, 5);
        shape.keys = new Range(1, 3);
        shape.families =
                shares(
                        List.of("partition", "slow disk"),
                        List.of("resignation", "pause", "unaware leader", "crash"));
        return shape.profile();
    }

    /** Logs are short, followers fall behind, and snapshots travel all the time. */
    private static Profile snapshots() {
        var shape = new Shape("snapshots");
        shape.clients = new Range(2, 5);
        shape.keys = new Range(2, 12);
        shape.thinkNanos = new Range(2 * Setup.MILLI, 60 * Setup.MILLI);
        shape.readPercent = new Range(10, 40);
        shape.removingShare = MOSTLY;
        shape.smallShare = MOSTLY;
        shape.shortLogs = true;
        shape.lateMembers = true;
        shape.gapNanos = new Range(300 * Setup.MILLI, 2 * Setup.SECOND);
        shape.families =
                shares(
                        List.of("partition", "crash"),
                        List.of(
                                "crash at step",
                                "power loss in write",
                                "pause",
                                "duplication",
                                "reordering",
                                "slow disk"));
        return shape.profile();
    }

    /** Members come and go, by orders and with their disks, also while the cluster is founded. */
    private static Profile members() {
        var shape = new Shape("members");
        shape.nodes = List.of(1, 3, 3, 3, 5, 5);
        shape.spareShare = MOSTLY;
        shape.clients = new Range(2, 4);
        shape.operations = new Range(60, 120);
        shape.thinkNanos = new Range(5 * Setup.MILLI, 100 * Setup.MILLI);
        shape.readPercent = new Range(10, 50);
        shape.smallShare = MOSTLY;
        shape.families =
                shares(
                        List.of("lost disk", "crash", "join", "leave", "replacement"),
                        List.of(
                                "replaced disk",
                                "read replica",
                                "change of mind",
                                "relapse",
                                "rot",
                                "crash of all",
                                "partition",
                                "slow link"));
        return shape.profile();
    }

    /** Many read, everywhere, while leaders do not know that they lead no longer. */
    private static Profile readers() {
        var shape = new Shape("readers");
        shape.nodes = List.of(3, 3, 5, 5);
        shape.clients = new Range(4, 6);
        shape.operations = new Range(150, 250);
        shape.keys = new Range(1, 3);
        shape.thinkNanos = new Range(2 * Setup.MILLI, 20 * Setup.MILLI);
        shape.readPercent = new Range(50, 80);
        shape.smallShare = MOSTLY;
        shape.gapNanos = new Range(300 * Setup.MILLI, 2 * Setup.SECOND);
        shape.families =
                shares(
                        List.of("unaware leader", "resignation"),
                        List.of(
                                "late replies",
                                "pause",
                                "partition",
                                "hold and release",
                                "slow link"));
        return shape.profile();
    }

    /** Replicas of several shards move from node to node, whatever happens to those. */
    private static Profile shards() {
        var shape = new Shape("shards");
        shape.nodes = List.of(3, 3, 3, 4, 5);
        shape.shards = List.of(2, 3, 3, 4, 8);
        shape.spareShare = ALWAYS;
        shape.clients = new Range(2, 4);
        shape.operations = new Range(60, 120);
        shape.keys = new Range(2, 8);
        shape.thinkNanos = new Range(5 * Setup.MILLI, 100 * Setup.MILLI);
        shape.readPercent = new Range(10, 50);
        shape.smallShare = MOSTLY;
        shape.families =
                shares(
                        List.of("join", "crash", "partition"),
                        List.of(
                                "leave",
                                "drain",
                                "lost disk",
                                "replaced disk",
                                "replacement",
                                "crash of all",
                                "power loss in write",
                                "duplication",
                                "resignation",
                                "slow link"));
        return shape.profile();
    }

    /** The power fails in the midst of everything that is done to a disk. */
    private static Profile power() {
        var shape = new Shape("power");
        shape.nodes = List.of(1, 3, 3, 3, 5);
        shape.removingShare = MOSTLY;
        shape.smallShare = ALWAYS;
        shape.shortLogs = true;
        shape.gapNanos = new Range(150 * Setup.MILLI, 600 * Setup.MILLI);
        shape.families =
                shares(
                        List.of(
                                "power loss in write",
                                "power loss in start",
                                "crash at step",
                                "partition"),
                        List.of("failed sync", "crash", "crash of all", "pause"));
        return shape.profile();
    }

    private static SortedMap<String, Double> shares(List<String> always, List<String> mostly) {
        var shares = new TreeMap<String, Double>();
        always.forEach(family -> shares.put(family, ALWAYS));
        mostly.forEach(family -> shares.put(family, MOSTLY));
        return shares;
    }

    /** A profile in the making: what the shaped ones are like where they do not say otherwise. */
    private static final class Shape {
        final String name;
        List<Integer> nodes = List.of(3, 3, 3, 5);
        List<Integer> shards = List.of(1);
        Range clients = new Range(3, 6);
        Range operations = new Range(80, 160);
        Range keys = new Range(1, 5);
        Range thinkNanos = new Range(2 * Setup.MILLI, 30 * Setup.MILLI);
        Range readPercent = new Range(5, 40);
        double removingShare = SELDOM;
        double smallShare = SELDOM;
        boolean shortLogs;
        boolean lateMembers;
        double spareShare = SELDOM;
        Range gapNanos = new Range(200 * Setup.MILLI, Setup.SECOND);
        SortedMap<String, Double> families = new TreeMap<>();

        Shape(String name) {
            this.name = name;
        }

        Profile profile() {
            return new Profile(
                    name,
                    nodes,
                    shards,
                    clients,
                    operations,
                    keys,
                    thinkNanos,
                    Profile.TIMEOUT_NANOS,
                    readPercent,
                    removingShare,
                    25 * Setup.SECOND,
                    smallShare,
                    shortLogs,
                    lateMembers,
                    spareShare,
                    gapNanos,
                    SELDOM,
                    families);
        }
    }
}
