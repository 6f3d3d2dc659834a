package io.clew.engine;

import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.placement.Rebalancer;

import org.jspecify.annotations.Nullable;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which moves have been under way for so long that others need not wait for them any more.
 *
 * <p>Nobody says that a move cannot be made: who is to take a replica may report and yet not hear
 * the one leader that sends it, or have a disk that hangs. So the time tells, for which this node
 * has seen the move as a leader. One that is merely slow loses nothing by it.
 */
final class Hanging {
    /**
     * A move that was seen under way.
     *
     * @param expects tells it from earlier ones of the same shard
     * @param since when that was, or would have been had this node led ever since
     */
    private record Seen(long expects, long since) {}

    private final long afterNanos;
    private final TreeMap<Integer, Seen> seen = new TreeMap<>();

    /** Of the placement that was looked at last; they count from 1. */
    private long version;

    private long lookedAt;

    Hanging(long afterNanos) {
        this.afterNanos = afterNanos;
    }

    /** This node leads again; the time since it last looked does not count. */
    void restart(long now) {
        long gap = now - lookedAt;
        seen.replaceAll((_, move) -> new Seen(move.expects, move.since + gap));
        version = 0;
    }

    /** The shards whose moves hang. */
    SortedSet<Integer> shards(long now, Placement placement) {
        lookedAt = now;
        if (placement.version() != version) {
            version = placement.version();
            look(now, Rebalancer.underWay(placement));
        }
        var shards = new TreeSet<Integer>();
        seen.forEach(
                (shard, move) -> {
                    if (now - move.since > afterNanos) {
                        shards.add(shard);
                    }
                });
        return shards;
    }

    /** For how long the move of a shard has been seen under way. */
    long nanos(long now, int shard) {
        Seen move = seen.get(shard);
        return move == null ? 0 : now - move.since;
    }

    private static boolean ended(Seen before, @Nullable Move now) {
        return now == null || now.expects() != before.expects;
    }

    private void look(long now, SortedMap<Integer, Move> underWay) {
        seen.entrySet().removeIf(each -> ended(each.getValue(), underWay.get(each.getKey())));
        underWay.forEach((shard, move) -> seen.putIfAbsent(shard, new Seen(move.expects(), now)));
    }
}
