package io.clew.engine.storage;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Reads back, a little at a time and again and again, what nobody reads otherwise before it is
 * needed: the segments that are no longer written to, and each shard's newest snapshot. What is
 * found while the node runs can still be put right from what it has in memory.
 *
 * <p>Works beside the log: a segment that is freed meanwhile may be overwritten under its eyes, but
 * it has lost its name before that.
 */
final class Scrubber {
    private static final int PIECE_BYTES = 64 << 10;

    private final Disk disk;
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private @Nullable Segment segment;
    private @Nullable Snapshot snapshot;

    private record Segment(SegmentReader reader, String name, long until) {}

    private record Snapshot(DiskFile file, SnapshotName name, CRC32C checksum) {}

    /** How far the open file has been read. */
    private long position;

    Scrubber(Disk disk) {
        this.disk = disk;
    }

    /**
     * Goes on by about so many bytes, and begins anew at the end.
     *
     * @return what is damaged, null if nothing was found
     */
    @Nullable String step(long bytes) {
        if (segment == null && snapshot == null && waiting.isEmpty()) {
            plan();
        }
        long left = bytes;
        while (left > 0 && (segment != null || snapshot != null || !waiting.isEmpty())) {
            try {
                left -= read(left);
            } catch (CorruptionException e) {
                close();
                if (disk.list().contains(e.file())) {
                    return e.getMessage();
                }
            }
        }
        return null;
    }

    private void plan() {
        List<String> files = disk.list();
        var segments = new ArrayList<String>();
        for (String file : files) {
            if (SegmentHeader.generationOf(file) >= 0) {
                segments.add(file);
            }
        }
        // The last is still written to: where it ends nobody else can know.
        waiting.addAll(segments.subList(0, Math.max(0, segments.size() - 1)));
        var newest = new TreeMap<Integer, SnapshotName>();
        SnapshotName.complete(files).forEach(name -> newest.put(name.shard(), name));
        newest.values().forEach(name -> waiting.add(name.fileName()));
    }

    /** Reads on in the open file, or opens the next; says how much that was. */
    private long read(long bytes) {
        Segment log = segment;
        Snapshot file = snapshot;
        if (log != null) {
            return readSegment(log, bytes);
        }
        return file != null ? readSnapshot(file) : open(waiting.remove());
    }

    private long open(String name) {
        if (!disk.list().contains(name)) {
            return 0;
        }
        SnapshotName parsed = SnapshotName.parse(name);
        if (parsed != null) {
            snapshot = new Snapshot(disk.open(name), parsed, new CRC32C());
            position = 0;
            return 0;
        }
        String next = SegmentHeader.fileName(SegmentHeader.generationOf(name) + 1);
        try (var after = new SegmentReader(disk, next)) {
            var reader = new SegmentReader(disk, name);
            segment = new Segment(reader, name, after.header().firstSequence());
            position = reader.header().firstSequence();
        }
        return 0;
    }

    private long readSegment(Segment log, long bytes) {
        long from = log.reader.end();
        while (log.reader.end() - from < bytes) {
            if (position == log.until) {
                close();
                break;
            }
            if (log.reader.next(position) == null) {
                throw new CorruptionException(
                        log.name, log.reader.end(), "record " + position + " is not whole");
            }
            position++;
        }
        return Math.max(1, log.reader.end() - from);
    }

    private long readSnapshot(Snapshot open) {
        var buffer = ByteBuffer.allocate(PIECE_BYTES);
        int read = open.file.read(position, buffer);
        open.checksum.update(buffer.flip());
        position += read;
        if (read == PIECE_BYTES) {
            return read;
        }
        boolean whole =
                position == open.name.id().sizeBytes()
                        && (int) open.checksum.getValue() == open.name.id().checksum();
        if (!whole) {
            throw new CorruptionException(
                    open.name.fileName(), position, "the checksum of the whole");
        }
        close();
        return Math.max(1, read);
    }

    private void close() {
        if (segment != null) {
            segment.reader.close();
            segment = null;
        }
        if (snapshot != null) {
            snapshot.file.close();
            snapshot = null;
        }
    }
}
