package io.clew.engine.storage;

import io.clew.engine.raft.LogWrite;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Which entries keep a segment from being freed: the newest index of each shard in it. */
final class SegmentUse {
    private final long generation;
    private final TreeMap<Integer, Long> newestIndex = new TreeMap<>();

    SegmentUse(long generation) {
        this.generation = generation;
    }

    long generation() {
        return generation;
    }

    /** Takes note of a change that is written to the last of these segments. */
    static void note(Deque<SegmentUse> segments, ShardWrite each) {
        LogWrite write = each.write();
        LogWrite.SnapshotMark mark = write.mark();
        if (write.hard().gone() || (mark != null && mark.reset())) {
            // Nothing that was written of this shard before is in its log any more.
            segments.forEach(segment -> segment.newestIndex.remove(each.shard()));
        }
        if (write.firstIndex() != 0) {
            // What follows in older segments is cut off: it would keep them for ever where the
            // shard never gets that far again.
            long kept = write.firstIndex() - 1;
            segments.forEach(
                    segment ->
                            segment.newestIndex.computeIfPresent(
                                    each.shard(), (_, newest) -> Math.min(newest, kept)));
        }
        if (!write.entries().isEmpty()) {
            segments.getLast().newestIndex.put(each.shard(), write.entries().getLast().index());
        }
    }

    boolean needed(Map<Integer, ShardTail> tails) {
        for (var use : newestIndex.entrySet()) {
            ShardTail tail = tails.get(use.getKey());
            if (tail == null || use.getValue() > tail.mark().index()) {
                return true;
            }
        }
        return false;
    }
}
