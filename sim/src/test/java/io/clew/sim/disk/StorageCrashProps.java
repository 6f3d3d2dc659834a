package io.clew.sim.disk;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What a storage finds after crashes: never less than was synced, and always a state it had. */
class StorageCrashProps {
    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    void afterAnyCrashItFindsAStateThatItHadSinceTheLastSync(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var disk = new SimDisk();
        var run = new StorageRun(random, disk);
        for (int life = 0; life < 4; life++) {
            if (run.open()) {
                run.work(random.nextInt(40));
            }
            disk.crash(random, anyCrash(random));
        }
    }

    @Property(tries = 600, shrinking = ShrinkingMode.OFF)
    void afterFailuresOfTheDiskAsWell(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var disk = new SimDisk();
        var run = new StorageRun(random, disk);
        for (int life = 0; life < 8; life++) {
            inject(disk, random);
            if (run.open()) {
                run.work(random.nextInt(40));
            }
            disk.crash(random, anyCrash(random));
        }
        if (!run.open()) {
            throw new AssertionError("nothing fails any more, and yet it does not open");
        }
    }

    private static void inject(SimDisk disk, RandomGenerator random) {
        switch (random.nextInt(5)) {
            case 0 -> disk.fillUpAfter(random.nextInt(20_000));
            case 1 -> disk.failWritesAfter(random.nextInt(60));
            // An opening does few of them, and may fail at each.
            case 2 ->
                    disk.failSyncsAfter(
                            random.nextInt(random.nextBoolean() ? 4 : 60), anyUnsaved(random));
            case 3 -> disk.failReadsAfter(random.nextInt(40));
            default -> disk.heal();
        }
    }

    private static SimDisk.Unsaved anyUnsaved(RandomGenerator random) {
        return random.nextBoolean() ? SimDisk.Unsaved.STAYS : SimDisk.Unsaved.FORGOTTEN;
    }

    private static SimDisk.Crash anyCrash(RandomGenerator random) {
        var crashes = SimDisk.Crash.values();
        return crashes[random.nextInt(crashes.length)];
    }
}
