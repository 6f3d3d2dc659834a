package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.LogId;
import io.clew.engine.storage.WriteBatch;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/** Which segments of the log stay, and what outlives those that go. */
class KeptSegmentsTest extends StorageCase {
    @Test
    void segmentsThatSnapshotsCoverAreReused() {
        try (var storage = open()) {
            for (int i = 1; i < 500; i++) {
                write(storage, i, 300);
                if (i % 10 == 0) {
                    snapshot(storage, i);
                }
            }
            assertTrue(disk.list().size() < 10, disk.list().toString());
        }
        assertEquals(9, entries(open()).size());
    }

    /** A shard that nobody writes to any more may never get as far again as it was. */
    @Test
    void entriesThatWereCutOffKeepNoSegment() {
        try (var storage = open()) {
            for (int i = 1; i <= 5; i++) {
                storage.append(batch(1, entry(i, 10)));
            }
            for (int i = 1; i < 60; i++) {
                write(storage, i, 300);
            }
            storage.append(batch(1, entry(3, 10)));
            storage.append(new WriteBatch(1, List.of(mark(1, 3))));
            storage.snapshots().save(1, StorageRun.state(new LogId(3, 3)), List.of());
            storage.sync();
            snapshot(storage, 59);
            assertFalse(disk.list().contains("wal-0000000000000001"));
        }
        assertEquals(new LogId(3, 3), mark(open(), 1));
        disk.crash(new SplittableRandom(1), SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals(new LogId(3, 3), mark(open(), 1));
    }

    /** As a shard has that cannot save them, for want of a majority. */
    @Test
    void entriesThatAreWrittenAgainKeepOnlyTheNewSegment() {
        try (var storage = open()) {
            storage.append(batch(1, entry(1, 10)));
            for (int i = 1; i < 60; i++) {
                write(storage, i, 300);
            }
            snapshot(storage, 59);
            assertTrue(disk.list().contains("wal-0000000000000001"));
            storage.append(batch(1, entry(1, 10)));
            storage.sync();
            assertFalse(disk.list().contains("wal-0000000000000001"));
        }
        disk.crash(new SplittableRandom(1), SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals(entry(1, 10), open().takeRecovered().shards().get(1).entries().getFirst());
    }

    @Test
    void termAndVoteOutliveTheSegmentThatTheyWereWrittenIn() {
        try (var storage = open()) {
            write(storage, 1, 100);
            for (int i = 2; i < 60; i++) {
                storage.append(batch(1, entry(i - 1, 300)));
                storage.sync();
            }
            storage.append(new WriteBatch(1, List.of(mark(0, 1), mark(1, 58))));
            // The marks need their snapshots.
            storage.snapshots().save(0, StorageRun.state(new LogId(3, 1)), List.of());
            storage.snapshots().save(1, StorageRun.state(new LogId(3, 58)), List.of());
            storage.sync();
        }
        assertFalse(disk.list().contains("wal-0000000000000001"));
        assertEquals(HARD, open().takeRecovered().shards().getFirst().hard());
    }

    @Test
    void manyStartsDoNotMakeTheFolderGrow() {
        open().close();
        int files = disk.list().size();
        for (int i = 0; i < 20; i++) {
            open().close();
        }
        assertTrue(disk.list().size() <= files + 1, disk.list().toString());
    }
}
