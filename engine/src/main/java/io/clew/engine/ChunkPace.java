package io.clew.engine;

import io.clew.engine.raft.NodeId;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Spreads the pieces of snapshots that a node reads for others over time, so that whoever catches
 * up leaves the network and the disk to those who work.
 *
 * <p>One pace for all receivers and shards: what it guards is shared by them as well.
 */
final class ChunkPace {
    private static final long SECOND = 1_000_000_000;

    private final long bytesPerSecond;

    /** What waits for its turn; a receiver that asks again keeps its place. */
    private final LinkedHashMap<Receiver, SnapshotTask.Load> waiting = new LinkedHashMap<>();

    private long nextAt = Long.MIN_VALUE;

    private record Receiver(int shard, NodeId id) {}

    ChunkPace(EngineConfig config) {
        this.bytesPerSecond = config.snapshotBytesPerSecond();
    }

    /** Takes the pieces among the tasks over, and puts those back whose turn it is. */
    void apply(List<SnapshotTask> tasks, long now) {
        for (Iterator<SnapshotTask> all = tasks.iterator(); all.hasNext(); ) {
            if (all.next() instanceof SnapshotTask.Load load) {
                waiting.put(new Receiver(load.shard(), load.to()), load);
                all.remove();
            }
        }
        while (!waiting.isEmpty() && nextAt <= now) {
            SnapshotTask.Load next = waiting.pollFirstEntry().getValue();
            tasks.add(next);
            // By its true size: a small snapshot must not pay for a whole piece.
            long left = Math.max(0, next.snapshot().sizeBytes() - next.offset());
            nextAt = now + Math.min(next.bytesMax(), left) * SECOND / bytesPerSecond;
        }
    }

    /** When the next piece may leave, {@code Long.MAX_VALUE} if none waits. */
    long deadline() {
        return waiting.isEmpty() ? Long.MAX_VALUE : nextAt;
    }
}
