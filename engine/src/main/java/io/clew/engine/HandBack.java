package io.clew.engine;

import io.clew.engine.placement.Leaders;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Leaves the leadership of groups to those who are meant to lead them, ever less often where that
 * does not last: a shard takes no writes meanwhile, and who cannot lead it for long may yet answer.
 *
 * <p>A node that hears of no more orders leaves it to whoever does, since a group that it leads
 * would obey none. It has left the cluster, or lags behind others in what it knows of the
 * placement: perhaps it does not hear the leader of shard 0, perhaps it has left and nobody has
 * told it.
 */
final class HandBack {
    /** In election timeouts: how long a group is left alone after the first time. */
    private static final int PATIENCE = 2;

    /** How often that may have doubled. */
    private static final int DOUBLINGS_MAX = 7;

    /** A member of a group that is to lead it. */
    private record Heir(int shard, NodeId id) implements Comparable<Heir> {
        @Override
        public int compareTo(Heir other) {
            int byShard = Integer.compare(shard, other.shard);
            return byShard != 0 ? byShard : id.compareTo(other.id);
        }
    }

    /** The last time that an heir was handed a group, and for how long it is not to be again. */
    private record Attempt(long at, long patience) {}

    private final NodeId self;
    private final Directory directory;
    private final Lagging lagging;
    private final long patienceMin;
    private final long patienceMax;

    /** Two heirs that cannot lead must not be tried in turns for ever. */
    private final TreeMap<Heir, Attempt> attempts = new TreeMap<>();

    /** The placement for which the leaders were worked out. */
    private long version;

    private @Nullable NodeId[] leaders = {};

    HandBack(Surroundings around, Lagging lagging) {
        self = around.node();
        directory = around.directory();
        this.lagging = lagging;
        patienceMin = PATIENCE * around.config().electionMaxNanos();
        patienceMax = patienceMin << DOUBLINGS_MAX;
    }

    /**
     * Hands the leadership of a group to whoever should have it, if that is another, lives, and has
     * all but the newest entries.
     *
     * @param cluster this node's replica of shard 0
     * @return whether it has begun to
     */
    boolean step(long now, Replica replica, Replica cluster) {
        Membership members = cluster.raft().membership();
        if (!members.contains(self)) {
            return leave(now, replica, members::contains);
        }
        if (lagging.self(now, cluster.state().appliedIndex())) {
            return leave(now, replica, lagging::ahead);
        }
        Placement placement = cluster.state().placement();
        return placement != null && back(now, replica, placement);
    }

    private boolean back(long now, Replica replica, Placement placement) {
        NodeId meant = preferred(placement, replica.shard());
        return meant != null
                && !lagging.other(now, meant.node())
                && !replica.raft().membership().changing()
                && hands(now, replica, meant);
    }

    /**
     * Also in the midst of a change, which perhaps only a leader that hears of the placement takes
     * back. Whoever knows most comes first.
     */
    private boolean leave(long now, Replica replica, Predicate<NodeId> hears) {
        List<NodeId> heirs =
                replica.raft().membership().voters().stream()
                        .map(Member::id)
                        .filter(voter -> hears.test(voter.node()))
                        .sorted(Comparator.comparingLong(v -> -lagging.said(v.node())))
                        .toList();
        for (NodeId heir : heirs) {
            if (hands(now, replica, heir)) {
                return true;
            }
        }
        return false;
    }

    private boolean hands(long now, Replica replica, NodeId id) {
        Raft raft = replica.raft();
        var heir = new Heir(replica.shard(), id);
        boolean begun =
                !id.equals(raft.self())
                        && !directory.resigns(id)
                        && !tooSoon(now, heir)
                        && raft.settled()
                        && !raft.handingOver()
                        && raft.transfer(id, now) == null;
        if (begun) {
            attempts.values().removeIf(attempt -> now - attempt.at > patienceMax);
            attempts.merge(heir, new Attempt(now, patienceMin), this::again);
        }
        return begun;
    }

    private boolean tooSoon(long now, Heir heir) {
        Attempt last = attempts.get(heir);
        return last != null && now - last.at < last.patience;
    }

    private Attempt again(Attempt last, Attempt next) {
        return new Attempt(next.at, Math.min(2 * last.patience, patienceMax));
    }

    private @Nullable NodeId preferred(Placement placement, int shard) {
        if (placement.version() != version) {
            version = placement.version();
            leaders = Leaders.all(placement);
        }
        return leaders[shard];
    }
}
