package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.DiskFile;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.Survey;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;

/** A medium that does not give back what was written: as bad as if it were something else. */
class UnreadableTest extends StorageCase {
    /** The log and each snapshot are read in some pieces: whichever it is that fails. */
    @Test
    void aStartTakesItForDamage() {
        writeAll();
        int failed = 0;
        for (int good = 0; failsAfter(good); good++) {
            failed++;
        }
        assertTrue(failed > 10, "reads: " + failed);
    }

    private boolean failsAfter(int reads) {
        var copy = disk.copy();
        copy.failReadsAfter(reads);
        try (var _ = Storage.open(copy, CONFIG, NODE)) {
            return false;
        } catch (CorruptionException e) {
            assertInstanceOf(DiskException.class, e.getCause());
            return true;
        }
    }

    @Test
    void aNodeThatRunsReportsItAndGoesOn() {
        writeAll();
        try (var storage = open()) {
            disk.failReadsAfter(3);
            String damage = null;
            for (int i = 0; i < 5 && damage == null; i++) {
                damage = storage.snapshots().scrub(1 << 10);
            }
            assertNotNull(damage);
            disk.heal();
            assertNull(storage.snapshots().scrub(1 << 20));
        }
    }

    @Test
    void aSnapshotThatCannotBeReadIsNotSent() {
        try (var storage = open()) {
            var id = storage.snapshots().save(0, StorageRun.state(new LogId(3, 20)), List.of());
            disk.failReadsAfter(0);
            var load = new SnapshotTask.Load(0, NODE, id, 0, 100);
            var loaded = assertInstanceOf(Event.ChunkLoaded.class, load.run(storage.snapshots()));
            assertNull(loaded.chunk());
            assertNotNull(loaded.damage());
        }
    }

    /** Also of what is read together with it. */
    @Test
    void whatComesBeforeItCanBeSaved() {
        try (var storage = open()) {
            writeLog(storage);
        }
        String first =
                disk.list().stream().filter(name -> name.startsWith("wal-0")).findFirst().get();
        Survey survey = Survey.of(new BadSpot(disk, first, 512 + 3 * 512 + 100), CONFIG);
        assertTrue(String.valueOf(survey.damage()).contains(first));
        assertEquals(3, survey.shards().getFirst().entries().size());
    }

    @Test
    void whereNothingCanBeReadNothingIsSaved() {
        writeAll();
        disk.failReadsAfter(0);
        Survey survey = Survey.of(disk, CONFIG);
        assertNotNull(survey.damage());
        assertEquals(NodeId.UNBOUND, survey.node());
        assertEquals(List.of(), survey.shards());
    }

    @Test
    void aSyncThatFailsIsStillTheEnd() {
        try (var storage = open()) {
            disk.failSyncsAfter(0, SimDisk.Unsaved.FORGOTTEN);
            assertThrows(DiskException.class, () -> write(storage, 1, 300));
        }
    }

    private void writeAll() {
        try (var storage = open()) {
            writeLog(storage);
            storage.snapshots().save(0, StorageRun.state(new LogId(3, 20)), List.of());
        }
    }

    /** A disk that does not give back one byte of a file. */
    private record BadSpot(Disk disk, String bad, long at) implements Disk {
        @Override
        public DiskFile open(String name) {
            DiskFile file = disk.open(name);
            return name.equals(bad) ? new Spotted(file, at) : file;
        }

        @Override
        public List<String> list() {
            return disk.list();
        }

        @Override
        public DiskFile create(String name) {
            return disk.create(name);
        }

        @Override
        public void rename(String from, String to) {
            disk.rename(from, to);
        }

        @Override
        public void delete(String name) {
            disk.delete(name);
        }

        @Override
        public void syncDirectory() {
            disk.syncDirectory();
        }
    }

    private record Spotted(DiskFile file, long at) implements DiskFile {
        @Override
        public int read(long position, ByteBuffer target) {
            if (position <= at && at < position + target.remaining()) {
                throw new DiskException(DiskException.Kind.FAILED, "Input/output error");
            }
            return file.read(position, target);
        }

        @Override
        public long sizeBytes() {
            return file.sizeBytes();
        }

        @Override
        public void write(long position, ByteBuffer source) {
            file.write(position, source);
        }

        @Override
        public void sync() {
            file.sync();
        }

        @Override
        public void truncate(long sizeBytes) {
            file.truncate(sizeBytes);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private static void writeLog(Storage storage) {
        for (int i = 1; i <= 30; i++) {
            write(storage, i, 300);
        }
    }
}
