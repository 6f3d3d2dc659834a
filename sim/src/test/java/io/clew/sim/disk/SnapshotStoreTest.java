package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.SnapshotStore;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

class SnapshotStoreTest {
    private static final NodeId NODE = new NodeId(42);

    /** Behind a block's checksum, length and kind. */
    private static final int FORMAT_AT = 9;

    private final SimDisk disk = new SimDisk();
    private final SnapshotStore store = storeOn(disk);
    private final SnapshotStore sender = storeOn(new SimDisk());

    @Test
    void theSameStateHasTheSameIdWhereverItIsSaved() {
        SnapshotId here = store.save(1, state(30), List.of());
        SnapshotId there = sender.save(1, state(30), List.of());
        assertEquals(here, there);
        assertTrue(store.save(1, state(31), List.of()).checksum() != here.checksum());
    }

    @Test
    void whatIsBeingSentIsKeptForAsLongAsItIs() {
        SnapshotId sent = store.save(1, state(10), List.of());
        for (int i = 20; i < 30; i++) {
            store.save(1, state(i), List.of(sent));
            assertNotNull(store.read(1, sent, 0, 10));
        }
        store.save(1, state(30), List.of());
        assertNull(store.read(1, sent, 0, 10));
    }

    @Test
    void aDamagedFileIsNotSentToItsEnd() {
        SnapshotId id = store.save(1, state(30), List.of());
        String file = disk.list().stream().filter(n -> n.startsWith("snap")).findFirst().get();
        disk.flip(file, 700, 3);
        assertNotNull(store.read(1, id, 600, 200));
        int last = (int) id.sizeBytes() - 100;
        assertThrows(CorruptionException.class, () -> store.read(1, id, last, 100));
    }

    /** The end that the name promises would never come, and the transfer would not go on. */
    @Test
    void aFileThatIsTooShortIsNotSentAsFarAsItGoes() {
        SnapshotId id = store.save(1, state(30), List.of());
        String name = disk.list().stream().filter(n -> n.startsWith("snap")).findFirst().get();
        try (var file = disk.open(name)) {
            file.truncate(id.sizeBytes() - 100);
        }
        assertNotNull(store.read(1, id, 0, 100));
        int last = (int) id.sizeBytes() - 300;
        assertThrows(CorruptionException.class, () -> store.read(1, id, last, 250));
        assertThrows(CorruptionException.class, () -> store.read(1, id, last + 200, 50));
    }

    /** The process goes on, since what it has in memory is whole. */
    @Test
    void damageInAPieceForAFollowerIsReportedAndThePieceIsNotThere() {
        SnapshotId id = store.save(1, state(30), List.of());
        String file = disk.list().stream().filter(n -> n.startsWith("snap")).findFirst().get();
        disk.flip(file, 700, 3);
        var load = new SnapshotTask.Load(1, NODE, id, 0, (int) id.sizeBytes());
        var loaded = assertInstanceOf(Event.ChunkLoaded.class, load.run(store));
        assertNull(loaded.chunk());
        assertTrue(String.valueOf(loaded.damage()).contains(file));
    }

    @Test
    void aFileCanBeReadInPiecesAndIsReceivedAsItWas() {
        SnapshotId id = sender.save(1, state(30), List.of());
        assertEquals(id.sizeBytes(), transfer(id, 0));
        same(state(30), Objects.requireNonNull(store.finish(1, id, List.of())));
        assertEquals(sender.read(1, id, 0, 100_000), store.read(1, id, 0, 100_000));
    }

    @Test
    void behindTheEndThereIsNothingToRead() {
        SnapshotId id = store.save(1, state(30), List.of());
        assertEquals(Bytes.EMPTY, store.read(1, id, id.sizeBytes(), 10));
        assertEquals(Bytes.EMPTY, store.read(1, id, id.sizeBytes() + 5, 10));
    }

    @Test
    void theTwoNewestAreKept() {
        SnapshotId first = store.save(1, state(10), List.of());
        SnapshotId second = store.save(1, state(20), List.of());
        SnapshotId third = store.save(1, state(30), List.of());
        assertNull(store.read(1, first, 0, 10));
        assertNotNull(store.read(1, second, 0, 10));
        assertNotNull(store.read(1, third, 0, 10));
    }

    @Test
    void aLateOlderOneDoesNotReplaceANewer() {
        SnapshotId newer = store.save(1, state(30), List.of());
        SnapshotId newest = store.save(1, state(31), List.of());
        store.save(1, state(20), List.of());
        assertNotNull(store.read(1, newer, 0, 10));
        assertNotNull(store.read(1, newest, 0, 10));
    }

    @Test
    void shardsDoNotDisturbEachOther() {
        SnapshotId other = store.save(2, state(5), List.of());
        for (int i = 10; i < 15; i++) {
            store.save(1, state(i), List.of());
        }
        assertNotNull(store.read(2, other, 0, 10));
    }

    @Test
    void aPieceThatDoesNotContinueIsDropped() {
        SnapshotId id = sender.save(1, state(30), List.of());
        assertEquals(0, store.receive(1, id, 50, piece(id, 50, 50)));
        assertEquals(50, store.receive(1, id, 0, piece(id, 0, 50)));
        assertEquals(50, store.receive(1, id, 0, piece(id, 0, 50)));
        assertEquals(50, store.receive(1, id, 90, piece(id, 90, 10)));
        assertEquals(id.sizeBytes(), transfer(id, 50));
        assertNotNull(store.finish(1, id, List.of()));
    }

    @Test
    void aPieceThatReachesTooFarIsDropped() {
        SnapshotId id = sender.save(1, state(30), List.of());
        long end = id.sizeBytes() - 10;
        long all = 0;
        while (all < end) {
            all = store.receive(1, id, all, piece(id, all, (int) Math.min(100, end - all)));
        }
        assertEquals(end, store.receive(1, id, end, Bytes.of(new byte[11])));
        assertEquals(id.sizeBytes(), store.receive(1, id, end, piece(id, end, 10)));
        assertNotNull(store.finish(1, id, List.of()));
    }

    @Test
    void aTransferStartsAnewAfterARestart() {
        SnapshotId id = sender.save(1, state(30), List.of());
        assertEquals(100, store.receive(1, id, 0, piece(id, 0, 100)));
        SnapshotStore restarted = storeOn(disk);
        assertEquals(0, restarted.receive(1, id, 100, piece(id, 100, 100)));
        long at = 0;
        while (at < id.sizeBytes()) {
            at = restarted.receive(1, id, at, piece(id, at, 100));
        }
        assertNotNull(restarted.finish(1, id, List.of()));
    }

    @Test
    void whatAFailedSyncDidNotSaveIsNotBelievedAfterARestart() {
        var random = new SplittableRandom(1);
        SnapshotId id = sender.save(1, state(30), List.of());
        assertTrue(id.sizeBytes() > StorageConfig.tiny().snapshotSyncBytes());
        disk.failSyncsAfter(0, SimDisk.Unsaved.STAYS);
        assertThrows(DiskException.class, () -> transfer(id, 0));
        disk.crash(random, SimDisk.Crash.KEEPS_UNSYNCED);
        SnapshotStore restarted = storeOn(disk);
        // The sender goes on from where it knows the receiver to have been.
        for (long at = 1000; at < id.sizeBytes(); ) {
            at = restarted.receive(1, id, at, piece(id, at, 100));
        }
        assertNotNull(restarted.finish(1, id, List.of()));
        disk.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
        try (var storage = Storage.open(disk, StorageConfig.tiny(), NODE)) {
            var found = storage.takeRecovered().shards().getFirst().snapshot();
            same(state(30), Objects.requireNonNull(found));
        }
    }

    @Test
    void anotherSnapshotStartsItsTransferAnew() {
        SnapshotId old = sender.save(1, state(30), List.of());
        SnapshotId id = sender.save(1, state(31), List.of());
        store.receive(1, old, 0, piece(old, 0, 100));
        assertEquals(0, store.receive(1, id, 100, piece(id, 100, 100)));
        assertEquals(id.sizeBytes(), transfer(id, 0));
        assertTrue(disk.list().stream().filter(name -> name.endsWith(".part")).count() == 1);
        assertNotNull(store.finish(1, id, List.of()));
    }

    @Test
    void theLastPieceMayComeTwice() {
        SnapshotId id = sender.save(1, state(30), List.of());
        transfer(id, 0);
        assertNotNull(store.finish(1, id, List.of()));
        assertEquals(id.sizeBytes(), store.receive(1, id, 100, piece(id, 100, 50)));
        same(state(30), Objects.requireNonNull(store.finish(1, id, List.of())));
    }

    @Test
    void aWrongFileIsThrownAwayAndMayBeSentAgain() {
        SnapshotId id = sender.save(1, state(30), List.of());
        SnapshotId wrong = new SnapshotId(id.last(), id.sizeBytes(), id.checksum() + 1);
        for (long at = 0; at < id.sizeBytes(); ) {
            at = store.receive(1, wrong, at, piece(id, at, 100));
        }
        assertNull(store.finish(1, wrong, List.of()));
        assertEquals(0, store.receive(1, wrong, 100, piece(id, 100, 100)));
        transfer(id, 0);
        assertNotNull(store.finish(1, id, List.of()));
    }

    /** It is whole: neither does it help to send it again, nor is the disk to blame. */
    @Test
    void aFileThatOnlyAnotherVersionCanReadIsReported() {
        SnapshotId id = sender.save(1, state(30), List.of());
        byte[] whole = piece(id, 0, (int) id.sizeBytes()).array().clone();
        whole[FORMAT_AT]++;
        int end = new ByteReader(whole, 4, 4).u32() + 8;
        var crc = new CRC32C();
        crc.update(new byte[16]); // It is the first block, at place 0.
        crc.update(whole, 4, end - 4);
        System.arraycopy(new ByteWriter(4).u32((int) crc.getValue()).buffer(), 0, whole, 0, 4);
        var receive = new SnapshotTask.Receive(1, NODE, id, 0, Bytes.of(whole), List.of());
        for (int i = 0; i < 2; i++) {
            var received = assertInstanceOf(Event.ChunkReceived.class, receive.run(store));
            assertNull(received.complete());
            assertTrue(("" + received.unknown()).contains("another version"), received::toString);
        }
    }

    @Test
    void anUnfinishedFileIsNoSnapshot() {
        SnapshotId id = sender.save(1, state(30), List.of());
        store.receive(1, id, 0, piece(id, 0, 100));
        assertNull(store.read(1, id, 0, 10));
        try (var storage = Storage.open(disk, StorageConfig.tiny(), NODE)) {
            assertEquals(0, storage.takeRecovered().shards().size());
        }
    }

    private long transfer(SnapshotId id, long from) {
        long at = from;
        while (at < id.sizeBytes()) {
            at = store.receive(1, id, at, piece(id, at, 100));
        }
        return at;
    }

    private Bytes piece(SnapshotId id, long at, int length) {
        return Objects.requireNonNull(sender.read(1, id, at, length));
    }

    private static void same(SnapshotState expected, SnapshotState actual) {
        assertEquals(expected.last(), actual.last());
        assertEquals(expected.membership(), actual.membership());
        assertEquals(StorageRun.items(expected.data()), StorageRun.items(actual.data()));
        assertTrue(StorageRun.sameKeys(expected.keys(), actual.keys()));
    }

    private static SnapshotState state(long index) {
        return StorageRun.state(new LogId(2, index));
    }

    private static SnapshotStore storeOn(SimDisk disk) {
        return Storage.open(disk, StorageConfig.tiny(), NODE).snapshots();
    }
}
