package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskFile;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.transport.disk.NioDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** The end of a node whose disk does not come to an end. */
class NodeThreadsTest {
    @TempDir Path path;

    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private volatile boolean slow;

    @Test
    @Timeout(60)
    void aWriterThatStillWorksHasNotEnded() throws InterruptedException {
        var flags = new Flags();
        flags.workingDir = path;
        var config = ServerConfig.of(flags, new TreeMap<>());
        try (var disk = NioDisk.open(path)) {
            var storage =
                    Storage.open(
                            new SlowDisk(disk),
                            StorageConfig.production(),
                            DataFolder.freshIdentity());
            slow = true;
            var threads =
                    new NodeThreads(
                            config,
                            new DataFolder(disk, storage),
                            storage.takeRecovered(),
                            config.members(),
                            new Inbox(),
                            _ -> {},
                            (_, _, _) -> {},
                            failure -> {
                                throw new AssertionError(failure);
                            },
                            _ -> {});
            threads.start();
            stuck.await();
            assertFalse(threads.stop(1));
            goesOn.countDown();
            assertTrue(threads.stop(0), "0 is as long as it takes");
            storage.close();
        }
    }

    /** Syncs no file until it may. */
    private final class SlowDisk implements Disk {
        private final Disk disk;

        SlowDisk(Disk disk) {
            this.disk = disk;
        }

        @Override
        public List<String> list() {
            return disk.list();
        }

        @Override
        public DiskFile open(String name) {
            return new SlowFile(disk.open(name));
        }

        @Override
        public DiskFile create(String name) {
            return new SlowFile(disk.create(name));
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

    private final class SlowFile implements DiskFile {
        private final DiskFile file;

        SlowFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long sizeBytes() {
            return file.sizeBytes();
        }

        @Override
        public int read(long position, ByteBuffer target) {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) {
            file.write(position, source);
        }

        @Override
        public void sync() {
            if (slow) {
                stuck.countDown();
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
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
}
