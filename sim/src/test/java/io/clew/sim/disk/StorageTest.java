package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Invariant;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class StorageTest extends StorageCase {
    @Test
    void anEmptyFolderGetsAnIdentityAndKeepsIt() {
        try (var storage = open()) {
            assertEquals(new Recovered(NODE, true, List.of()), storage.takeRecovered());
        }
        try (var storage = Storage.open(disk, CONFIG, new NodeId(77))) {
            assertEquals(new Recovered(NODE, false, List.of()), storage.takeRecovered());
        }
    }

    /** Whoever keeps it keeps the old data beside the new: nobody does so by mistake. */
    @Test
    void whatWasRecoveredIsHandedOverOnce() {
        try (var storage = open()) {
            assertEquals(NODE, storage.takeRecovered().node());
            assertThrows(IllegalStateException.class, storage::takeRecovered);
        }
    }

    @Test
    void filesOfOthersAreLeftAlone() {
        List<String> others =
                List.of("node.log", "snapshot-1", "wal-1", "wal-old.txt", "identity2");
        others.forEach(name -> disk.create(name).close());
        try (var storage = open()) {
            assertTrue(storage.takeRecovered().fresh());
            write(storage, 1, 10);
        }
        open().close();
        assertTrue(disk.list().containsAll(others));
    }

    /**
     * An opening that fails before its segment has got the name leaves records under a number that
     * the next opening uses again: they must not count as evidence there.
     */
    @Test
    void nothingOfWhatAFailedOpeningLeftIsInTheNextSegment() {
        open().close();
        byte[] left = new byte[CONFIG.segmentBytes()];
        Arrays.fill(left, (byte) 0x5a);
        try (var spare =
                disk.list().contains("wal-spare")
                        ? disk.open("wal-spare")
                        : disk.create("wal-spare")) {
            spare.write(0, ByteBuffer.wrap(left));
            spare.sync();
        }
        disk.syncDirectory();
        open().close();
        String newest =
                disk.list().stream()
                        .filter(n -> n.matches("wal-[0-9a-f]{16}"))
                        .max(String::compareTo)
                        .orElseThrow();
        var content = ByteBuffer.allocate(CONFIG.segmentBytes());
        try (var segment = disk.open(newest)) {
            segment.read(0, content);
        }
        for (byte each : content.array()) {
            assertTrue(each != 0x5a, newest);
        }
    }

    /**
     * Where the folder's sync fails while a segment is freed, the segment's new name may be lost
     * when the power fails, but nothing of what was in it.
     */
    @Test
    void aSegmentThatWasToBecomeTheSpareMayComeBack() {
        int failed = 0;
        for (int seed = 0; seed < 400; seed++) {
            var other = new SimDisk();
            var storage = Storage.open(other, CONFIG, NODE);
            int last = 30 + seed / 8 % 25; // So that sometimes no other spare is ready yet.
            for (int i = 1; i <= last; i++) {
                write(storage, i, 200);
            }
            other.failSyncsAfter(seed % 8, SimDisk.Unsaved.STAYS);
            failed += fails(() -> snapshot(storage, last));
            failed += fails(() -> Storage.open(other, CONFIG, NODE));
            failed += fails(() -> Storage.open(other, CONFIG, NODE));
            other.heal();
            other.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME);
            Storage.open(other, CONFIG, NODE).close();
        }
        assertTrue(failed > 800, "failures of the disk: " + failed);
    }

    /**
     * A segment's name that the folder shows and no sync has saved yet must not be lost while the
     * name of the next one is kept.
     */
    @Test
    void aSegmentWhoseNameIsNotDurableLeavesNoHole() {
        for (int seed = 0; seed < 50; seed++) {
            var other = new SimDisk();
            Storage.open(other, CONFIG, NODE).close();
            for (int opening = 0; opening < 2; opening++) {
                // Each opening begins a segment: its bytes are saved, its name is not.
                other.failSyncsAfter(syncsBeforeTheName(other), SimDisk.Unsaved.STAYS);
                assertEquals(1, fails(() -> Storage.open(other, CONFIG, NODE)));
            }
            other.heal();
            other.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME);
            Storage.open(other, CONFIG, NODE).close();
        }
    }

    /** How many syncs an opening does until the name of its segment is next. */
    private static int syncsBeforeTheName(SimDisk disk) {
        int segments = segments(disk);
        for (int syncs = 0; ; syncs++) {
            var copy = disk.copy();
            copy.failSyncsAfter(syncs, SimDisk.Unsaved.STAYS);
            fails(() -> Storage.open(copy, CONFIG, NODE));
            if (segments(copy) > segments) {
                return syncs;
            }
        }
    }

    private static int segments(SimDisk disk) {
        return (int) disk.list().stream().filter(name -> name.matches("wal-\\d+")).count();
    }

    private static int fails(Runnable work) {
        try {
            work.run();
            return 0;
        } catch (DiskException e) {
            return 1;
        }
    }

    @Test
    void aLogWithoutItsIdentityIsReported() {
        open().close();
        disk.delete("identity");
        var damage = assertThrows(CorruptionException.class, this::open);
        assertEquals("identity", damage.file());
    }

    @Test
    void anIdentityWithoutItsLogIsReported() {
        open().close();
        disk.list().stream().filter(name -> name.startsWith("wal-")).forEach(disk::delete);
        assertThrows(CorruptionException.class, this::open);
    }

    @Test
    void aMissingSegmentIsReportedByName() {
        try (var storage = open()) {
            for (int i = 1; i < 100; i++) {
                write(storage, i, 200);
            }
        }
        disk.delete("wal-0000000000000002");
        var damage = assertThrows(CorruptionException.class, this::open);
        assertEquals("wal-0000000000000002", damage.file());
    }

    @Test
    void aMissingFirstSegmentIsReportedIfItsEntriesAreNeeded() {
        try (var storage = open()) {
            for (int i = 1; i < 100; i++) {
                write(storage, i, 200);
            }
        }
        disk.delete("wal-0000000000000001");
        assertThrows(CorruptionException.class, this::open);
    }

    @Test
    void aMissingSnapshotThatTheLogReliesOnIsReported() {
        try (var storage = open()) {
            write(storage, 1, 100);
            snapshot(storage, 1);
        }
        disk.list().stream().filter(name -> name.startsWith("snapshot-")).forEach(disk::delete);
        assertThrows(CorruptionException.class, this::open);
    }

    @Test
    void damageThatTheNextRecordVouchesForIsReportedWithItsPlace() {
        try (var storage = open()) {
            write(storage, 1, 100);
            write(storage, 2, 100);
            disk.flip("wal-0000000000000001", 600, 3);
        }
        var damage = assertThrows(CorruptionException.class, this::open);
        assertEquals("wal-0000000000000001", damage.file());
        assertEquals(512, damage.position());
    }

    @Test
    void damageOfTheLastRecordIsReportedOnceTheLogWasIdle() {
        var storage = open();
        write(storage, 1, 100);
        storage.idle();
        disk.flip("wal-0000000000000001", 600, 3);
        assertThrows(CorruptionException.class, this::open);
    }

    /** Zeros that are written ahead may be torn, but share no sector with what is durable. */
    @Test
    void theSealOfAnOpeningOutlivesWhatIsFilledBehindIt() {
        var storage = open();
        storage.append(batch(entry(1, 100)));
        disk.crash(new SplittableRandom(1), SimDisk.Crash.KEEPS_UNSYNCED);
        var again = open();
        disk.failWritesAfter(1); // The seal is written and synced, then the zeros are torn.
        assertThrows(DiskException.class, again::idle);
        for (int seed = 0; seed < 50; seed++) {
            var copy = disk.copy();
            copy.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME_AND_GARBAGE);
            copy.flip("wal-0000000000000002", 600, 3);
            assertThrows(CorruptionException.class, () -> Storage.open(copy, CONFIG, NODE));
        }
    }

    @Test
    void aTornRecordAndAllBehindItAreCutAndDoNotComeBack() {
        var storage = open();
        write(storage, 1, 100);
        for (int i = 2; i < 5; i++) {
            storage.append(batch(entry(i, 800)));
        }
        disk.crash(new SplittableRandom(1), SimDisk.Crash.KEEPS_UNSYNCED);
        disk.flip("wal-0000000000000001", 1100, 0);
        storage = open();
        assertEquals(List.of(entry(1, 100)), entries(storage));
        storage.append(batch(entry(2, 7)));
        storage.sync();
        disk.crash(new SplittableRandom(1), SimDisk.Crash.KEEPS_UNSYNCED);
        assertEquals(List.of(entry(1, 100), entry(2, 7)), entries(open()));
    }

    @Test
    void aBatchLargerThanASegmentIsKept() {
        try (var storage = open()) {
            write(storage, 1, 10 << 20);
            write(storage, 2, 10);
        }
        assertEquals(List.of(entry(1, 10 << 20), entry(2, 10)), entries(open()));
    }

    @Test
    void afterAFailedSyncNothingIsAcceptedAnyMore() {
        var storage = open();
        storage.append(batch(entry(1, 100)));
        disk.failSyncsAfter(0, SimDisk.Unsaved.FORGOTTEN);
        var failure = assertThrows(DiskException.class, storage::sync);
        disk.heal();
        var refused = assertThrows(DiskException.class, storage::sync);
        assertSame(failure, refused.getCause());
        assertThrows(DiskException.class, () -> storage.append(batch(entry(2, 100))));
        assertThrows(DiskException.class, storage::idle);
        storage.close();
    }

    @Test
    void whatAFailedSyncDidNotSaveIsSavedByTheNextOpening() {
        var storage = open();
        write(storage, 1, 100);
        storage.append(batch(entry(2, 2000)));
        disk.failSyncsAfter(0, SimDisk.Unsaved.STAYS);
        assertThrows(DiskException.class, storage::sync);
        disk.crash(new SplittableRandom(1), SimDisk.Crash.KEEPS_UNSYNCED);
        assertEquals(2, entries(open()).size());
        // What the opening has returned may have been vouched for.
        disk.crash(new SplittableRandom(1), SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals(2, entries(open()).size());
    }

    @Test
    void anOpeningThatFailsEndangersNothingThatIsDurable() {
        var storage = open();
        write(storage, 1, 100);
        write(storage, 2, 100);
        disk.crash(new SplittableRandom(1), SimDisk.Crash.KEEPS_UNSYNCED);
        disk.failWritesAfter(2); // The next segment is there, and the end of the old one is cut.
        assertThrows(DiskException.class, this::open);
        disk.crash(new SplittableRandom(1), SimDisk.Crash.KEEPS_UNSYNCED);
        for (int seed = 0; seed < 50; seed++) {
            var copy = disk.copy();
            copy.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME_AND_GARBAGE);
            assertEquals(2, entries(Storage.open(copy, CONFIG, NODE)).size());
        }
    }

    @Test
    void aFullDiskIsToldAndCostsNothingThatWasSynced() {
        var storage = open();
        disk.fillUpAfter(3000);
        int written = 0;
        DiskException refused = null;
        while (refused == null) {
            try {
                write(storage, written + 1, 100);
                written++;
            } catch (DiskException e) {
                refused = e;
            }
        }
        assertEquals(DiskException.Kind.FULL, refused.kind());
        disk.crash(new SplittableRandom(1), SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals(written, entries(open()).size());
    }

    @Test
    void aSecondVoteInATermIsRefused() {
        var storage = open();
        write(storage, 1, 10);
        var other = new HardState(HARD.term(), new NodeId(6));
        var write = new LogWrite(other, null, 0, List.of());
        var batch = new WriteBatch(2, List.of(new ShardWrite(0, write)));
        assertThrows(Invariant.Broken.class, () -> storage.append(batch));
    }
}
