package io.clew.engine.storage;

import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;

/**
 * The write-ahead log of all shards of a node: one stream of records in segments, one sync for all
 * that waits.
 *
 * <p>Invariant: all segments but the last are durable to their end. The first record after a sync
 * begins in a new sector, so that writing it cannot hurt what is durable.
 */
final class Wal implements AutoCloseable {
    private static final int FRAME_BYTES = 4 << 10;
    private static final int KEPT_FRAME_BYTES = 1 << 20;

    private final StorageConfig config;
    private final Spare spare;
    private final TreeMap<Integer, ShardTail> tails;
    private final ArrayDeque<SegmentUse> segments;

    private DiskFile file;

    /** Reused from record to record, unless one was large. */
    private ByteWriter frame = new ByteWriter(FRAME_BYTES);

    /** The first sequence of this segment. */
    private long first;

    private long position;

    /**
     * Up to where the file's blocks are there. Never within the sector of a record: what fills the
     * file from here on must not hurt what is durable.
     */
    private long filled;

    private long last;
    private long synced;

    /** Whether something behind the last record says that it is durable. */
    private boolean sealed;

    /**
     * Begins a new segment after those that were found, with what the last of them holds and nobody
     * can say is durable.
     */
    Wal(Disk disk, StorageConfig config, WalRecovery.Found found) {
        this.config = config;
        this.tails = new TreeMap<>(found.tails());
        this.segments = new ArrayDeque<>(found.segments());
        this.spare = new Spare(disk, config, disk.list());
        this.last = found.nextSequence() - 1;
        this.file = begin(found.nextGeneration(), found.unproven());
        if (!found.segments().isEmpty()) {
            long before = found.nextGeneration() - 1;
            try (var old = disk.open(SegmentHeader.fileName(before))) {
                // Whole sectors only: to cut one is to write what is durable in it once more.
                old.truncate(FrameHeader.align(found.end(), SegmentHeader.SECTOR_BYTES));
                writeContinued(old, found.end(), before);
            }
        }
    }

    void append(List<ShardWrite> shards) {
        startFrame();
        BatchCodec.write(shards, frame);
        // What is larger than a segment makes the segment larger.
        if (!fits(frame.size()) && last >= first) {
            rotate();
        }
        write(file, shards);
        prefillAhead();
    }

    /** Makes durable what has been appended, and frees segments that it makes superfluous. */
    void sync() {
        if (synced < last) {
            file.sync();
            synced = last;
            free();
        }
    }

    /** Uses a quiet moment: seals the log and prepares for what comes. */
    void idle() {
        finish();
        if (filled < config.segmentBytes()) {
            filled += spare.fill(file, filled);
            file.sync();
        } else if (!spare.complete()) {
            spare.fillSlice();
        }
    }

    /** Makes all durable in a way that no later damage can be taken for a torn tail. */
    void finish() {
        sync();
        if (!sealed) {
            seal();
        }
    }

    /** Frees the oldest segments, as far as snapshots cover what they hold. */
    void free() {
        while (segments.size() > 1 && !segments.getFirst().needed(tails)) {
            // Oldest first and each made durable: a crash must never leave a hole.
            spare.recycle(SegmentHeader.fileName(segments.removeFirst().generation()));
        }
    }

    @Override
    public void close() {
        file.close();
        spare.close();
    }

    private void seal() {
        if (!fits(FrameHeader.BYTES)) {
            rotate();
            return;
        }
        startFrame();
        write(file, FrameHeader.SEAL);
        sync();
        sealed = true;
    }

    /** Where the next record goes. */
    private long next() {
        return FrameHeader.align(
                position, synced == last ? SegmentHeader.SECTOR_BYTES : FrameHeader.ALIGNMENT);
    }

    private boolean fits(int bytes) {
        return next() + bytes <= config.segmentBytes();
    }

    private void startFrame() {
        if (frame.buffer().length > KEPT_FRAME_BYTES) {
            frame = new ByteWriter(FRAME_BYTES);
        }
        frame.reset();
        frame.raw(new byte[FrameHeader.BYTES], 0, FrameHeader.BYTES);
    }

    /** Writes a batch, of which the frame has the payload in place already. */
    private void write(DiskFile segment, List<ShardWrite> shards) {
        for (ShardWrite each : shards) {
            ShardTail before = tails.getOrDefault(each.shard(), ShardTail.INITIAL);
            tails.put(each.shard(), before.after(each.write()));
            SegmentUse.note(segments, each);
        }
        write(segment, FrameHeader.BATCH);
        sealed = false;
    }

    private void write(DiskFile segment, int kind) {
        int length = frame.size() - FrameHeader.BYTES;
        long at = next();
        last++;
        FrameHeader.of(kind, generation(), last, synced, frame.buffer(), length)
                .put(frame.buffer(), generation());
        segment.write(at, ByteBuffer.wrap(frame.buffer(), 0, frame.size()));
        position = at + frame.size();
        filled = Math.max(filled, FrameHeader.align(position, SegmentHeader.SECTOR_BYTES));
    }

    private void rotate() {
        sync();
        long end = position;
        long before = generation();
        try (DiskFile old = file) {
            file = begin(before + 1, List.of());
            writeContinued(old, end, before);
        }
    }

    private void writeContinued(DiskFile old, long end, long generation) {
        byte[] bytes = new byte[FrameHeader.BYTES];
        FrameHeader.of(FrameHeader.CONTINUED, generation, first, first - 1, bytes, 0)
                .put(bytes, generation);
        old.write(FrameHeader.align(end, SegmentHeader.SECTOR_BYTES), ByteBuffer.wrap(bytes));
        old.sync();
    }

    private DiskFile begin(long generation, List<List<ShardWrite>> batches) {
        var header = new SegmentHeader(generation, last + 1, tails);
        DiskFile segment = spare.begin(header);
        segments.add(new SegmentUse(generation));
        first = last + 1;
        position = header.encode().length;
        filled = Math.max(segment.sizeBytes(), position);
        synced = last;
        // The next segment says that the one before was synced: that is as good as a seal.
        sealed = true;
        for (List<ShardWrite> batch : batches) {
            startFrame();
            BatchCodec.write(batch, frame);
            write(segment, batch);
        }
        spare.publish(header);
        synced = last;
        return segment;
    }

    /**
     * Keeps the zeros a slice ahead in this segment, and the next segment ready before this one is
     * full: at most one slice a call, so that no write waits long.
     */
    private void prefillAhead() {
        if (filled < config.segmentBytes()) {
            if (filled - position < config.prefillSliceBytes()) {
                filled += spare.fill(file, filled);
            }
        } else if (!spare.complete() && spare.filled() < 2 * position) {
            spare.fillSlice();
        }
    }

    private long generation() {
        return segments.getLast().generation();
    }
}
