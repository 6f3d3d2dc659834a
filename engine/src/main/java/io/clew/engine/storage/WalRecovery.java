package io.clew.engine.storage;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Reads the log back after a restart and tells a torn tail from damage.
 *
 * <p>A record that is not whole is the torn end of the log only if nothing says that it was once
 * durable. What says so: a later segment, since a segment is begun only after all before it has
 * been synced; or behind it a record, often a seal, whose header names it as synced. Then it is
 * damage, and never cut. In the same way a segment tells that there was a next one.
 *
 * <p>A torn tail is cut off. Its bytes cannot come back to life later, for two reasons: the log
 * goes on in a new segment, whose header says with which sequence, so that nothing behind that
 * point of the old one is ever read again; and the number of a segment, with which every checksum
 * in it starts, is never used again, so that in a recycled file they are no records.
 *
 * <p>What was read is not durable for that: after a failed sync a system may show bytes that never
 * reached the medium, and a further sync would save them no more than the first. So the records
 * that nothing proves durable are written once more, into the new segment.
 */
final class WalRecovery {
    /**
     * What was read.
     *
     * @param shards each shard's log, by its number
     * @param segments all that exist, oldest first
     * @param tails the state of each shard after the last record that is surely durable
     * @param end where that record ends in the last of the segments
     * @param nextSequence the one after it
     * @param unproven what follows it
     */
    record Found(
            Map<Integer, Replay> shards,
            List<SegmentUse> segments,
            long nextGeneration,
            Map<Integer, ShardTail> tails,
            long end,
            long nextSequence,
            List<List<ShardWrite>> unproven) {
        /** A folder without a log. */
        static Found nothing() {
            return new Found(new TreeMap<>(), List.of(), 1, new TreeMap<>(), 0, 1, List.of());
        }
    }

    private final Disk disk;
    private final TreeMap<Integer, Replay> shards = new TreeMap<>();
    private final ArrayDeque<SegmentUse> segments = new ArrayDeque<>();
    private long sequence;
    private final ArrayList<List<ShardWrite>> unproven = new ArrayList<>();
    private Map<Integer, ShardTail> provenTails = new TreeMap<>();
    private long provenEnd;

    /** 0 while what is read is still proven. */
    private long provenNext;

    private WalRecovery(Disk disk) {
        this.disk = disk;
    }

    /**
     * @param generations of the existing segments, ascending, not empty
     */
    static Found run(Disk disk, List<Long> generations) {
        return new WalRecovery(disk).run(generations);
    }

    /**
     * What can be read up to the first damage, whatever lies behind it.
     *
     * @param generations of the existing segments, ascending; nothing is read of none
     */
    static Map<Integer, Replay> salvage(Disk disk, List<Long> generations) {
        var recovery = new WalRecovery(disk);
        if (generations.isEmpty()) {
            return recovery.shards;
        }
        try {
            recovery.readAllThatIsWhole(generations);
        } catch (CorruptionException _) {
            // Everything before it was taken in.
        }
        return recovery.shards;
    }

    /** Up to a gap, or to what is not whole: the segment behind it then does not follow. */
    private void readAllThatIsWhole(List<Long> generations) {
        for (long next = generations.getFirst(); generations.contains(next); next++) {
            long generation = next;
            String name = SegmentHeader.fileName(generation);
            try (var reader = new SegmentReader(disk, name)) {
                var _ = read(reader, name, generation, () -> knownEnd(generations, generation));
            }
        }
    }

    /** Where the next segment begins; if that cannot be told, all of this one is of use. */
    private long knownEnd(List<Long> generations, long generation) {
        try {
            return generations.contains(generation + 1)
                    ? firstSequenceOf(generation + 1)
                    : Long.MAX_VALUE;
        } catch (CorruptionException _) {
            return Long.MAX_VALUE;
        }
    }

    private Found run(List<Long> generations) {
        if (generations.isEmpty()) {
            throw new CorruptionException(Identity.NAME, 0, "the log is missing");
        }
        long newest = generations.getLast();
        for (long generation = generations.getFirst(); generation <= newest; generation++) {
            if (!generations.contains(generation)) {
                throw new CorruptionException(
                        SegmentHeader.fileName(generation), 0, "the segment is missing");
            }
        }
        generations.forEach(generation -> readSegment(generation, generation == newest));
        return new Found(
                shards,
                new ArrayList<>(segments),
                newest + 1,
                provenTails,
                provenEnd,
                provenNext,
                unproven);
    }

    private void readSegment(long generation, boolean last) {
        String name = SegmentHeader.fileName(generation);
        try (var reader = new SegmentReader(disk, name)) {
            boolean whole =
                    read(
                            reader,
                            name,
                            generation,
                            () -> last ? provenIn(name) + 1 : firstSequenceOf(generation + 1));
            if (last) {
                readUnproven(reader, name);
            } else if (!whole) {
                throw damaged(reader, name, "a later segment exists");
            }
        }
    }

    /**
     * Takes a segment's records in, as far as is known to be right; says whether all were there.
     */
    private boolean read(
            SegmentReader reader, String name, long generation, LongSupplier knownEnd) {
        enter(reader.header(), name);
        segments.add(new SegmentUse(generation));
        long until = knownEnd.getAsLong();
        while (sequence < until && readRecord(reader, name)) {
            sequence++;
        }
        return sequence >= until;
    }

    private void readUnproven(SegmentReader reader, String name) {
        provenTails = tails();
        provenEnd = reader.end();
        provenNext = sequence;
        while (readRecord(reader, name)) {
            sequence++;
        }
        long evidence = reader.evidenceThatSynced(sequence);
        if (evidence >= 0) {
            throw damaged(reader, name, "byte " + evidence + " says that it was synced");
        }
    }

    /** The newest record of which one in the segment says that it is durable. */
    private long provenIn(String name) {
        try (var reader = new SegmentReader(disk, name)) {
            long next = reader.header().firstSequence();
            long proven = next - 1;
            for (var found = reader.next(next); found != null; found = reader.next(++next)) {
                proven = Math.max(proven, found.synced());
            }
            return proven;
        }
    }

    private void enter(SegmentHeader header, String name) {
        if (segments.isEmpty()) {
            sequence = header.firstSequence();
            header.checkpoint().forEach((shard, tail) -> shards.put(shard, new Replay(tail)));
            return;
        }
        if (header.firstSequence() != sequence || !header.checkpoint().equals(tails())) {
            throw new CorruptionException(name, 0, "it does not continue the segment before");
        }
    }

    private long firstSequenceOf(long generation) {
        try (var reader = new SegmentReader(disk, SegmentHeader.fileName(generation))) {
            return reader.header().firstSequence();
        }
    }

    private boolean readRecord(SegmentReader reader, String name) {
        SegmentReader.Found record = reader.next(sequence);
        if (record == null) {
            return false;
        }
        switch (record.kind()) {
            case FrameHeader.BATCH -> applyBatch(record.payload(), name, reader.end());
            case FrameHeader.SEAL -> {}
            case FrameHeader.CONTINUED ->
                    throw new CorruptionException(
                            SegmentHeader.fileName(reader.header().generation() + 1),
                            0,
                            "the segment is missing");
            default -> throw foreign(name, reader.end(), "record kind " + record.kind());
        }
        return true;
    }

    private void applyBatch(ByteReader payload, String name, long end) {
        try {
            List<ShardWrite> batch = BatchCodec.read(payload);
            batch.forEach(this::apply);
            if (provenNext != 0) {
                unproven.add(batch);
            }
        } catch (MalformedException e) {
            throw foreign(name, end, String.valueOf(e.getMessage()));
        }
    }

    /** The checksum is right, so it was written so: but not by this version. */
    private static DiskException foreign(String name, long end, String what) {
        return DiskException.unknownFormat(name, "before byte " + end + " there is " + what);
    }

    private void apply(ShardWrite each) {
        shards.computeIfAbsent(each.shard(), _ -> new Replay(ShardTail.INITIAL))
                .apply(each.write());
        SegmentUse.note(segments, each);
    }

    private CorruptionException damaged(SegmentReader reader, String name, String evidence) {
        return new CorruptionException(
                name, reader.end(), "record " + sequence + " is not whole, but " + evidence);
    }

    private Map<Integer, ShardTail> tails() {
        var tails = new TreeMap<Integer, ShardTail>();
        shards.forEach((shard, replay) -> tails.put(shard, replay.tail()));
        return tails;
    }
}
