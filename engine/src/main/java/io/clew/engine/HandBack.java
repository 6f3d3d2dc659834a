package io.clew.engine;

import io.clew.engine.placement.Leaders;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/**
 * Leaves the leadership of groups to those who are meant to lead them, ever less often where that
 * does not last: a shard takes no writes meanwhile, and who cannot lead it for long may yet answer.
 */
final class HandBack {
    /** In election timeouts: how long a group is left alone after the first time. */
    private static final int PATIENCE = 2;

    /** How often that may have doubled. */
    private static final int DOUBLINGS_MAX = 7;

    /** The last time that a group was handed over, and for how long it is left alone then. */
    private record Attempt(long at, long patience) {}

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
        Raft raft = replica.raft();
        NodeId meant = preferred(placement, replica.shard());
        boolean begun =
                meant != null
                        && !meant.equals(raft.self())
                        && !directory.resigns(meant)
                        && raft.settled()
                        && !raft.handingOver()
                        && !raft.membership().changing()
                        && raft.membership().isVoter(meant)
                        && raft.hears(meant, now)
                        && patient(now, replica.shard())
                        && raft.transfer(meant, now) == null;
        if (begun) {
            attempts.merge(replica.shard(), new Attempt(now, patienceMin), this::again);
        }
        return begun;
    }

    private boolean patient(long now, int shard) {
        Attempt last = attempts.get(shard);
        return last == null || now - last.at >= last.patience;
    }

    private Attempt again(Attempt last, Attempt next) {
        boolean lasted = next.at - last.at > patienceMax;
        return lasted ? next : new Attempt(next.at, Math.min(2 * last.patience, patienceMax));
    }

    private @Nullable NodeId preferred(Placement placement, int shard) {
        if (placement.version() != version) {
            version = placement.version();
            leaders = Leaders.all(placement);
        }
        return leaders[shard];
    }
}
