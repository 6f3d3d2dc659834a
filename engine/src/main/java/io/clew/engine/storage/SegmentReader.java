package io.clew.engine.storage;

import io.clew.engine.bytes.ByteReader;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** Walks through the records of one segment, and beyond its end in search of evidence. */
final class SegmentReader implements AutoCloseable {
    private static final int WINDOW_BYTES = 256 << 10;

    /** Many a segment is opened for its header alone. */
    private static final int FIRST_WINDOW_BYTES = 4 << 10;

    /**
     * A record that is whole.
     *
     * @param synced the newest record that it says is durable
     */
    record Found(int kind, long synced, ByteReader payload) {}

    private final String name;
    private final DiskFile file;
    private final long sizeBytes;
    private final SegmentHeader header;
    private byte[] window = new byte[0];
    private long windowFrom;
    private int windowBytes;
    private long end;

    SegmentReader(Disk disk, String name) {
        this.name = name;
        this.file = disk.open(name);
        this.sizeBytes = file.sizeBytes();
        try {
            this.header = readHeader();
        } catch (CorruptionException | DiskException e) {
            file.close();
            throw e;
        }
    }

    SegmentHeader header() {
        return header;
    }

    /** Where the last good record ends. */
    long end() {
        return end;
    }

    /**
     * The record that follows, null if there is none that is whole.
     *
     * @param sequence the one it must have
     */
    @Nullable Found next(long sequence) {
        // A record follows at once if it shares its sync with the one before, else in a new sector.
        Found found = recordAt(FrameHeader.align(end, FrameHeader.ALIGNMENT), sequence);
        return found != null
                ? found
                : recordAt(FrameHeader.align(end, SegmentHeader.SECTOR_BYTES), sequence);
    }

    /**
     * Looks behind the last good record for a header whose mark says that a record was durable.
     *
     * @return its position, -1 if there is none
     */
    long evidenceThatSynced(long sequence) {
        long recordsMax = sizeBytes / FrameHeader.ALIGNMENT;
        long at = FrameHeader.align(end, FrameHeader.ALIGNMENT);
        while (load(at, FrameHeader.BYTES)) {
            int offset = (int) (at - windowFrom);
            for (; offset <= windowBytes - FrameHeader.BYTES; offset += FrameHeader.ALIGNMENT) {
                long ahead = FrameHeader.sequenceAt(window, offset) - sequence;
                if (ahead > 0 && ahead <= recordsMax) {
                    FrameHeader found = FrameHeader.read(window, offset, header.generation());
                    if (found != null && found.synced() >= sequence) {
                        return windowFrom + offset;
                    }
                }
            }
            at = windowFrom + offset;
        }
        return -1;
    }

    private @Nullable Found recordAt(long at, long sequence) {
        if (!load(at, FrameHeader.BYTES)) {
            return null;
        }
        FrameHeader frame = FrameHeader.read(window, (int) (at - windowFrom), header.generation());
        if (frame == null || frame.sequence() != sequence) {
            return null;
        }
        long payloadAt = at + FrameHeader.BYTES;
        if (!load(payloadAt, frame.length())
                || !frame.matches(window, (int) (payloadAt - windowFrom), header.generation())) {
            return null;
        }
        end = payloadAt + frame.length();
        int from = (int) (payloadAt - windowFrom);
        return new Found(
                frame.kind(), frame.synced(), new ByteReader(window, from, frame.length()));
    }

    private SegmentHeader readHeader() {
        int prefix = SegmentHeader.PREFIX_BYTES;
        int length = load(0, prefix) ? SegmentHeader.lengthOf(window) : 0;
        SegmentHeader found =
                length >= prefix && load(0, length)
                        ? SegmentHeader.decode(window, length, name)
                        : null;
        // A segment gets its name only after its header is durable: a bad one was never a torn one.
        if (found == null || !found.fileName().equals(name)) {
            throw new CorruptionException(name, 0, "the segment's header");
        }
        end = FrameHeader.align(length, SegmentHeader.SECTOR_BYTES);
        return found;
    }

    /** Brings a part of the file into the window; false if it does not reach that far. */
    private boolean load(long at, int length) {
        if (length < 0 || at > sizeBytes - length) {
            return false;
        }
        if (at >= windowFrom && at + length <= windowFrom + windowBytes) {
            return true;
        }
        int usual = windowBytes == 0 ? FIRST_WINDOW_BYTES : WINDOW_BYTES;
        int wanted = (int) Math.min(sizeBytes - at, Math.max(length, usual));
        if (window.length < wanted) {
            window = new byte[wanted];
        }
        windowFrom = at;
        windowBytes = fill(at, length, wanted);
        return windowBytes >= length;
    }

    private int fill(long at, int length, int wanted) {
        windowBytes = 0;
        try {
            return Durable.read(file, name, at, ByteBuffer.wrap(window, 0, wanted));
        } catch (CorruptionException _) {
            // What cannot be read may be behind what is asked for.
            return Durable.read(file, name, at, ByteBuffer.wrap(window, 0, length));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
