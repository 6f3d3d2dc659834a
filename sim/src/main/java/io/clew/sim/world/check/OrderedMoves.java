package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.NodeId;
import io.clew.engine.wire.CommandCodec;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the cluster has ever asked its groups to become, read out of the log of the first shard,
 * which gives no number of a replica twice.
 */
final class OrderedMoves extends Check {
    private final CommittedLog committed;
    private long read;
    private @Nullable Placement placement;

    /**
     * By what is asked of which shard, the indexes of the configurations that this was to start
     * from.
     */
    private final TreeMap<String, TreeSet<Long>> orders = new TreeMap<>();

    /**
     * @param committed of the first shard
     */
    OrderedMoves(CommittedLog committed) {
        super("a replica's number is given once");
        this.committed = committed;
    }

    /**
     * Whether a group was asked for this by an order that names the configuration which it had.
     *
     * @param from the index of that in the group's log
     * @param add who comes, null for nobody
     * @param remove who goes, null for nobody
     */
    boolean asked(int shard, long from, @Nullable NodeId add, @Nullable NodeId remove) {
        TreeSet<Long> expected = orders.get(order(shard, add, remove));
        return expected != null && expected.contains(from);
    }

    private static String order(int shard, @Nullable NodeId add, @Nullable NodeId remove) {
        return shard + ": " + add + " for " + remove;
    }

    @Override
    void after(Step step) {
        while (read < committed.lastIndex()) {
            Entry entry = committed.at(++read);
            if (entry.kind() == Entry.Kind.COMMAND
                    && CommandCodec.decode(entry.payload()) instanceof Command.Place(var change)) {
                Placement before = placement;
                placement = Placement.apply(before, change);
                look(before, placement);
            }
        }
    }

    private void look(@Nullable Placement before, @Nullable Placement now) {
        for (int shard = 1; now != null && shard < now.shards(); shard++) {
            Assignment assignment = now.assignment(shard);
            Move move = assignment.move();
            if (move != null) {
                orders.computeIfAbsent(
                                order(shard, move.add(), move.remove()), _ -> new TreeSet<>())
                        .add(move.expects());
            }
            int last = before == null ? 0 : before.assignment(shard).nextReplica();
            int its = shard;
            require(
                    assignment.nextReplica() >= last,
                    () -> "shard " + its + " gives number " + (last - 1) + " again at " + read);
        }
    }
}
