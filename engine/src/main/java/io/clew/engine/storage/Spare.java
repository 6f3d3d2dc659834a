package io.clew.engine.storage;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The file that will be the next segment: a freed one, or a new one that is filled with zeros a
 * slice at a time. Writing where a file has its blocks already costs half of what growing it does,
 * and a full disk is noticed while there is still room to write the log.
 */
final class Spare {
    static final String NAME = "wal-spare";

    private final Disk disk;
    private final StorageConfig config;
    private @Nullable ByteBuffer zeros;
    private @Nullable DiskFile file;
    private long filled;

    Spare(Disk disk, StorageConfig config, List<String> existing) {
        this.disk = disk;
        this.config = config;
        // What the folder shows may not be durable: whoever changed it may have died before its
        // sync, or that failed. A crash that kept the next segment's name and not the one of the
        // last would leave a hole; and the spare would be given back as the segment it was, cut.
        disk.syncDirectory();
        if (existing.contains(NAME)) {
            // A new file instead could be confused with this one, by the same name. Cut it must be:
            // an opening that failed may have left records in it, under the number that the next
            // segment will have.
            file = disk.open(NAME);
            file.truncate(0);
        }
    }

    boolean complete() {
        return filled >= config.segmentBytes();
    }

    long filled() {
        return filled;
    }

    /** Fills and syncs one more slice. */
    void fillSlice() {
        DiskFile spare = file();
        filled += fill(spare, filled);
        spare.sync();
    }

    /** Writes a slice of zeros, not beyond a segment's size; how many bytes that was. */
    int fill(DiskFile target, long from) {
        int slice = (int) Math.min(config.prefillSliceBytes(), config.segmentBytes() - from);
        target.write(from, zeros().duplicate().limit(slice));
        return slice;
    }

    /** Not before they are needed: most openings only read. */
    private ByteBuffer zeros() {
        ByteBuffer slice = zeros;
        if (slice == null) {
            slice = ByteBuffer.allocate(config.prefillSliceBytes());
            zeros = slice;
        }
        return slice;
    }

    /** Makes the spare a segment in all but the name. */
    DiskFile begin(SegmentHeader header) {
        DiskFile segment = file();
        segment.write(0, ByteBuffer.wrap(header.encode()));
        return segment;
    }

    /** Gives it the name: from that moment its header holds, and what was written behind it. */
    void publish(SegmentHeader header) {
        file().sync();
        disk.rename(NAME, header.fileName());
        disk.syncDirectory();
        file = null;
        filled = 0;
    }

    /** Takes a freed segment as the next spare, or deletes it if one is ready or it is short. */
    void recycle(String segment) {
        if (complete() || sizeOf(segment) < config.segmentBytes()) {
            disk.delete(segment);
            disk.syncDirectory();
            return;
        }
        close();
        disk.rename(segment, NAME);
        disk.syncDirectory();
        // Not before the name is durable: a crash may give the segment back, then as it was.
        DiskFile freed = disk.open(NAME);
        freed.truncate(config.segmentBytes());
        file = freed;
        filled = config.segmentBytes();
    }

    void close() {
        DiskFile open = file;
        if (open != null) {
            open.close();
            file = null;
        }
    }

    private DiskFile file() {
        DiskFile open = file;
        if (open == null) {
            open = disk.create(NAME);
            file = open;
        }
        return open;
    }

    private long sizeOf(String name) {
        try (var open = disk.open(name)) {
            return open.sizeBytes();
        }
    }
}
