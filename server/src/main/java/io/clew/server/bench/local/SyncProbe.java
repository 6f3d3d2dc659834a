package io.clew.server.bench.local;

import io.clew.engine.storage.DiskFile;
import io.clew.transport.disk.NioDisk;

import org.HdrHistogram.Histogram;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** How long this disk takes to write a small batch and sync it, as a log does. */
public final class SyncProbe {
    private static final int BLOCK = 4 << 10;
    private static final int BLOCKS = 1024;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);

    private SyncProbe() {}

    /** Latencies in nanoseconds of writing a block of 4 KiB into a filled file and syncing it. */
    public static Histogram measure(Path folder) {
        var latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        try (var disk = NioDisk.open(folder);
                DiskFile file = disk.create("sync-probe")) {
            for (int i = 0; i < BLOCKS; i++) {
                file.write((long) i * BLOCK, ByteBuffer.allocate(BLOCK));
            }
            file.sync();
            disk.syncDirectory();
            long end = System.nanoTime() + NANOS;
            long now = System.nanoTime();
            for (int i = 0; now - end < 0; i++) {
                ByteBuffer block = ByteBuffer.allocate(BLOCK).putInt(0, i);
                file.write((long) (i % BLOCKS) * BLOCK, block);
                file.sync();
                long after = System.nanoTime();
                latencies.recordValue(after - now);
                now = after;
            }
        }
        return latencies;
    }
}
