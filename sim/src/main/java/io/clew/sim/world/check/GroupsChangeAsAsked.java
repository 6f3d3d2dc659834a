package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A shard's group changes only by an order that names the configuration which it has: nobody comes
 * or goes by an order that is late, and nobody goes before who takes its place has come.
 */
final class GroupsChangeAsAsked extends Check {
    private final CommittedLog committed;
    private final OrderedMoves orders;
    private final int shard;
    private long read;

    /** The last configuration that is neither joint nor about to change, and its index. */
    private @Nullable Membership settled;

    private long settledAt;

    GroupsChangeAsAsked(CommittedLog committed, OrderedMoves orders, int shard) {
        super("a group changes as it was asked to");
        this.committed = committed;
        this.orders = orders;
        this.shard = shard;
    }

    @Override
    void after(Step step) {
        while (read < committed.lastIndex()) {
            Entry entry = committed.at(++read);
            if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                configured(entry.index(), Membership.decode(entry.payload()));
            }
        }
    }

    private void configured(long index, Membership next) {
        Membership before = settled;
        if (before != null && (next.joint() || !next.joining().isEmpty())) {
            List<NodeId> come = ids(next.joint() ? next.voters() : next.joining());
            List<NodeId> go = next.joint() ? ids(before.voters()) : new ArrayList<>(next.leaving());
            if (next.joint()) {
                come.removeAll(ids(before.voters()));
                go.removeAll(ids(next.voters()));
            }
            require(
                    come.size() <= 1
                            && go.size() <= 1
                            && orders.asked(shard, settledAt, one(come), one(go)),
                    () -> index + ": " + come + " for " + go + " was not asked of " + settledAt);
        }
        if (!next.joint() && !next.changing()) {
            settled = next;
            settledAt = index;
        }
    }

    private static @Nullable NodeId one(List<NodeId> ids) {
        return ids.isEmpty() ? null : ids.getFirst();
    }

    private static List<NodeId> ids(List<Member> members) {
        var ids = new ArrayList<NodeId>();
        members.forEach(m -> ids.add(m.id()));
        return ids;
    }
}
