package io.clew.engine;

import io.clew.engine.placement.Leaders;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/**
 * Leaves the leadership of groups to those who are meant to lead them, ever less often where that
 * does not last: a shard takes no writes meanwhile, and who cannot lead it for long may yet answer.
 *
 * <p>A node that has left the cluster leaves it to whoever has not: it hears of no more orders, and
 * a group that it leads would obey none.
 */
final class HandBack {
    /** In election timeouts: how long a group is left alone after the first time. */
    private static final int PATIENCE = 2;

    /** How often that may have doubled. */
    private static final int DOUBLINGS_MAX = 7;

    /** The last time that a group was handed over, to whom, and for how long not to it again. */
    private record Attempt(NodeId to, long at, long patience) {}

    private final long patienceMin;
    private final long patienceMax;
    private final TreeMap<Integer, Attempt> attempts = new TreeMap<>();

    /** The placement for which the leaders were worked out. */
    private long version;

    private @Nullable NodeId[] leaders = {};

    HandBack(EngineConfig config) {
        patienceMin = PATIENCE * config.electionMaxNanos();
        patienceMax = patienceMin << DOUBLINGS_MAX;
    }

    /**
     * Hands leadership to the replica that is meant to lead, if that is another, lives, and has all
     * but the newest entries.
     *
     * @return whether it has begun to
     */
    boolean step(long now, Replica replica, Placement placement, Directory directory) {
        NodeId meant = preferred(placement, replica.shard());
        return meant != null
                && !directory.resigns(meant)
                && !replica.raft().membership().changing()
                && hands(now, replica, meant);
    }

    /**
     * Hands leadership to a replica whose node is in the cluster, also in the midst of a change,
     * which perhaps only a leader that hears of the placement takes back.
     *
     * @return whether it has begun to
     */
    boolean leave(long now, Replica replica, Membership cluster) {
        for (Member voter : replica.raft().membership().voters()) {
            if (cluster.contains(voter.id().node()) && hands(now, replica, voter.id())) {
                return true;
            }
        }
        return false;
    }

    private boolean hands(long now, Replica replica, NodeId meant) {
        Raft raft = replica.raft();
        boolean begun =
                !meant.equals(raft.self())
                        && !tooSoon(now, replica.shard(), meant)
                        && raft.settled()
                        && !raft.handingOver()
                        && raft.transfer(meant, now) == null;
        if (begun) {
            attempts.merge(replica.shard(), new Attempt(meant, now, patienceMin), this::again);
        }
        return begun;
    }

    private boolean tooSoon(long now, int shard, NodeId meant) {
        Attempt last = attempts.get(shard);
        return last != null && last.to.equals(meant) && now - last.at < last.patience;
    }

    private Attempt again(Attempt last, Attempt next) {
        boolean other = !last.to.equals(next.to) || next.at - last.at > patienceMax;
        long longer = Math.min(2 * last.patience, patienceMax);
        return other ? next : new Attempt(next.to, next.at, longer);
    }

    private @Nullable NodeId preferred(Placement placement, int shard) {
        if (placement.version() != version) {
            version = placement.version();
            leaders = Leaders.all(placement);
        }
        return leaders[shard];
    }
}
