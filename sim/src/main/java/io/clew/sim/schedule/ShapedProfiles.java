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
        return List.of(flapping(), snapshots(), wipes(), slowDisks(), readers(), power());
    }

    /** Leaders come and go while writes are under way. */
    private static Profile flapping() {
        return new Profile(
                "flapping",
                List.of(3, 3, 4, 5, 5),
                new Range(3, 6),
                new Range(80, 160),
                new Range(1, 3),
                new Range(2 * Setup.MILLI, 30 * Setup.MILLI),
                new Range(5, 40),
                SELDOM,
                25 * Setup.SECOND,
                SELDOM,
                false,
                false,
                new Range(200 * Setup.MILLI, Setup.SECOND),
                SELDOM,
                shares(
                        List.of("partition"),
                        List.of(
                                "resignation",
                                "pause",
                                "late replies",
                                "unaware leader",
                                "hold and release",
                                "crash",
                                "slow disk")));
    }

    /** Logs are short, followers fall behind, and snapshots travel all the time. */
    private static Profile snapshots() {
        return new Profile(
                "snapshots",
                List.of(3, 3, 3, 5),
                new Range(2, 5),
                new Range(80, 160),
                new Range(2, 12),
                new Range(2 * Setup.MILLI, 60 * Setup.MILLI),
                new Range(10, 40),
                MOSTLY,
                25 * Setup.SECOND,
                MOSTLY,
                true,
                true,
                new Range(300 * Setup.MILLI, 2 * Setup.SECOND),
                SELDOM,
                shares(
                        List.of("partition", "crash"),
                        List.of(
                                "crash at step",
                                "power loss in write",
                                "pause",
                                "duplication",
                                "reordering",
                                "slow disk")));
    }

    /** Machines come back with empty disks, also while the cluster is being founded. */
    private static Profile wipes() {
        return new Profile(
                "wipes",
                List.of(3, 3, 5, 5),
                new Range(2, 4),
                new Range(60, 120),
                new Range(1, 5),
                new Range(5 * Setup.MILLI, 100 * Setup.MILLI),
                new Range(10, 50),
                SELDOM,
                25 * Setup.SECOND,
                MOSTLY,
                false,
                false,
                new Range(200 * Setup.MILLI, Setup.SECOND),
                SELDOM,
                shares(
                        List.of("lost disk", "crash"),
                        List.of("rot", "crash of all", "partition", "slow link")));
    }

    /** One disk after the other is slow or hangs, and its node falls behind itself. */
    private static Profile slowDisks() {
        return new Profile(
                "slow disks",
                List.of(3, 3, 3, 5),
                new Range(3, 6),
                new Range(80, 160),
                new Range(1, 5),
                new Range(2 * Setup.MILLI, 30 * Setup.MILLI),
                new Range(5, 40),
                SELDOM,
                25 * Setup.SECOND,
                SELDOM,
                false,
                false,
                new Range(200 * Setup.MILLI, Setup.SECOND),
                SELDOM,
                shares(
                        List.of("slow disk", "partition"),
                        List.of("pause", "crash", "duplication")));
    }

    /** Many read, everywhere, while leaders do not know that they lead no longer. */
    private static Profile readers() {
        return new Profile(
                "readers",
                List.of(3, 3, 5, 5),
                new Range(4, 6),
                new Range(150, 250),
                new Range(1, 3),
                new Range(2 * Setup.MILLI, 20 * Setup.MILLI),
                new Range(50, 80),
                SELDOM,
                25 * Setup.SECOND,
                MOSTLY,
                false,
                false,
                new Range(300 * Setup.MILLI, 2 * Setup.SECOND),
                SELDOM,
                shares(
                        List.of("unaware leader", "resignation"),
                        List.of(
                                "late replies",
                                "pause",
                                "partition",
                                "hold and release",
                                "slow link")));
    }

    /** The power fails in the midst of everything that is done to a disk. */
    private static Profile power() {
        return new Profile(
                "power",
                List.of(1, 3, 3, 3, 5),
                new Range(3, 6),
                new Range(80, 160),
                new Range(1, 5),
                new Range(2 * Setup.MILLI, 30 * Setup.MILLI),
                new Range(5, 40),
                MOSTLY,
                25 * Setup.SECOND,
                ALWAYS,
                true,
                false,
                new Range(150 * Setup.MILLI, 600 * Setup.MILLI),
                SELDOM,
                shares(
                        List.of(
                                "power loss in write",
                                "power loss in start",
                                "crash at step",
                                "partition"),
                        List.of("failed sync", "crash", "crash of all", "pause")));
    }

    private static SortedMap<String, Double> shares(List<String> always, List<String> mostly) {
        var shares = new TreeMap<String, Double>();
        always.forEach(family -> shares.put(family, ALWAYS));
        mostly.forEach(family -> shares.put(family, MOSTLY));
        return shares;
    }
}
