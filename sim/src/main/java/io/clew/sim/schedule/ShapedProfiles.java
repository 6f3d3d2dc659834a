package io.clew.sim.schedule;

import io.clew.sim.schedule.Profile.Range;
import io.clew.sim.world.Setup;

import java.util.List;
import java.util.Map;

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
                Map.of(
                        "partition", ALWAYS,
                        "resignation", MOSTLY,
                        "pause", MOSTLY,
                        "late replies", MOSTLY,
                        "unaware leader", MOSTLY,
                        "hold and release", MOSTLY,
                        "crash", MOSTLY,
                        "slow disk", MOSTLY));
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
                Map.of(
                        "partition", ALWAYS,
                        "crash", ALWAYS,
                        "crash at step", MOSTLY,
                        "power loss in write", MOSTLY,
                        "pause", MOSTLY,
                        "duplication", MOSTLY,
                        "reordering", MOSTLY,
                        "slow disk", MOSTLY));
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
                Map.of(
                        "lost disk", ALWAYS,
                        "rot", MOSTLY,
                        "crash", ALWAYS,
                        "crash of all", MOSTLY,
                        "partition", MOSTLY,
                        "slow link", MOSTLY));
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
                Map.of(
                        "slow disk", ALWAYS,
                        "partition", ALWAYS,
                        "pause", MOSTLY,
                        "crash", MOSTLY,
                        "duplication", MOSTLY));
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
                Map.of(
                        "unaware leader", ALWAYS,
                        "resignation", ALWAYS,
                        "late replies", MOSTLY,
                        "pause", MOSTLY,
                        "partition", MOSTLY,
                        "hold and release", MOSTLY,
                        "slow link", MOSTLY));
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
                Map.of(
                        "power loss in write", ALWAYS,
                        "power loss in start", ALWAYS,
                        "crash at step", ALWAYS,
                        "failed sync", MOSTLY,
                        "crash", MOSTLY,
                        "crash of all", MOSTLY,
                        "partition", ALWAYS,
                        "pause", MOSTLY));
    }
}
