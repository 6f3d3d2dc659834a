package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** One wrong bit in what was durable is reported, or it is where nothing is kept. */
class StorageDamageProps {
    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void aFlippedBitIsReportedOrHarmless(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var disk = new SimDisk();
        StorageRun run = used(disk, random, 60);
        for (int i = 0; i < 40; i++) {
            var names = disk.list();
            String name = names.get(random.nextInt(names.size()));
            if (disk.sizeBytes(name) > 0) {
                long at = random.nextLong(disk.sizeBytes(name));
                flippedIsReported(disk, run, name, at, random.nextInt(8));
            }
        }
    }

    @Example
    void ofEveryByteThatMattersNoneIsMissed() {
        var random = new SplittableRandom(7);
        var disk = new SimDisk();
        StorageRun run = used(disk, random, 25);
        var reported = new TreeMap<String, Integer>();
        for (String name : disk.list()) {
            int count = 0;
            for (long at = 0; at < disk.sizeBytes(name); at++) {
                count += flippedIsReported(disk, run, name, at, random.nextInt(8)) ? 1 : 0;
            }
            reported.put(name, count);
        }
        var newest = new TreeSet<>(reported.keySet());
        newest.removeIf(name -> !name.startsWith("snapshot-"));
        String snapshot = newest.last();
        assertEquals(disk.sizeBytes(snapshot), reported.getOrDefault(snapshot, 0).longValue());
        assertEquals(disk.sizeBytes("identity"), reported.getOrDefault("identity", 0).longValue());
        // Some of a segment is padding; the last one ends with a seal, which may be lost.
        int log = 0;
        for (var each : reported.entrySet()) {
            log += each.getKey().startsWith("wal-0") ? each.getValue() : 0;
        }
        assertTrue(log >= run.logBytes(), log + " reported of " + run.logBytes());
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void aLostFileIsReportedOrHarmless(@ForAll long seed) {
        var disk = new SimDisk();
        StorageRun run = used(disk, new SplittableRandom(seed), 60);
        for (String name : disk.list()) {
            var copy = disk.copy();
            copy.delete(name);
            reported(copy, run, name);
        }
    }

    private static StorageRun used(SimDisk disk, SplittableRandom random, int steps) {
        var run = new StorageRun(random, disk);
        assertTrue(run.open());
        run.work(steps);
        run.settle();
        return run;
    }

    private static boolean flippedIsReported(
            SimDisk disk, StorageRun run, String name, long at, int bit) {
        var copy = disk.copy();
        copy.flip(name, at, bit);
        return reported(copy, run, name + " at " + at);
    }

    private static boolean reported(SimDisk damaged, StorageRun run, String what) {
        try (var storage = Storage.open(damaged, StorageRun.CONFIG, StorageRun.NODE)) {
            // An empty folder in the place of data would be one that is new.
            Recovered found = storage.takeRecovered();
            assertEquals(false, found.fresh(), what);
            run.check(found);
            return false;
        } catch (CorruptionException _) {
            return true;
        } catch (AssertionError e) {
            throw new AssertionError("unnoticed: " + what, e);
        }
    }
}
