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

    /** What is being read, null between two files. */
    private @Nullable Reading reading;

    /** A file that is read back a piece at a time. */
    private sealed interface Reading extends AutoCloseable {
        /** Reads on by about so many bytes, and says how many it were; 0 at the end. */
        long read(long bytes);

        @Override
        void close();
    }

    Scrubber(Disk disk) {
        this.disk = disk;
    }

    /**
     * Goes on by about so many bytes, and begins anew at the end.
     *
     * @return what is damaged, null if nothing was found
     */
    @Nullable String step(long bytes) {
        if (reading == null && waiting.isEmpty()) {
            plan();
        }
        long left = bytes;
        while (left > 0 && (reading != null || !waiting.isEmpty())) {
            try {
                left -= readOn(left);
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
    private long readOn(long bytes) {
        Reading open = reading;
        if (open == null) {
            reading = open(waiting.remove());
            return 0;
        }
        long read = open.read(bytes);
        if (read == 0) {
            close();
        }
        return read;
    }

    /** Null if the file has been deleted meanwhile, be it between a look at the list and this. */
    private @Nullable Reading open(String name) {
        try {
            return disk.list().contains(name) ? openListed(name) : null;
        } catch (DiskException e) {
            if (disk.list().contains(name)) {
                throw e;
            }
            return null;
        }
    }

    private Reading openListed(String name) {
        SnapshotName snapshot = SnapshotName.parse(name);
        if (snapshot != null) {
            return new SnapshotReading(disk.open(name), snapshot);
        }
        String next = SegmentHeader.fileName(SegmentHeader.generationOf(name) + 1);
        try (var after = new SegmentReader(disk, next)) {
            return new SegmentReading(
                    new SegmentReader(disk, name), name, after.header().firstSequence());
        }
    }

    private void close() {
        Reading open = reading;
        if (open != null) {
            open.close();
            reading = null;
        }
    }

    /** A segment, record by record, up to where the next one begins. */
    private static final class SegmentReading implements Reading {
        private final SegmentReader reader;
        private final String name;
        private final long until;
        private long sequence;

        SegmentReading(SegmentReader reader, String name, long until) {
            this.reader = reader;
            this.name = name;
            this.until = until;
            this.sequence = reader.header().firstSequence();
        }

        @Override
        public long read(long bytes) {
            long from = reader.end();
            while (sequence < until && reader.end() - from < bytes) {
                if (reader.next(sequence) == null) {
                    throw new CorruptionException(
                            name, reader.end(), "record " + sequence + " is not whole");
                }
                sequence++;
            }
            return reader.end() - from;
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    /** A snapshot, of which only the sum over all bytes tells. */
    private static final class SnapshotReading implements Reading {
        private final DiskFile file;
        private final SnapshotName name;
        private final CRC32C checksum = new CRC32C();
        private long position;

        SnapshotReading(DiskFile file, SnapshotName name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public long read(long bytes) {
            var buffer = ByteBuffer.allocate(PIECE_BYTES);
            int read = Durable.read(file, name.fileName(), position, buffer);
            checksum.update(buffer.flip());
            position += read;
            if (read < PIECE_BYTES) {
                checkWhole();
            }
            return read;
        }

        private void checkWhole() {
            boolean whole =
                    position == name.id().sizeBytes()
                            && (int) checksum.getValue() == name.id().checksum();
            if (!whole) {
                throw new CorruptionException(
                        name.fileName(), position, "the checksum of the whole");
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
