package io.clew.engine;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.RaftLog;
import io.clew.engine.raft.Standing;

import org.jspecify.annotations.Nullable;

/** Decides whether a node may forget the cluster that it is alone in. */
final class Renunciation {
    private Renunciation() {}

    /**
     * Why it must not, null if nothing and nobody depends on it. What is in a log and not applied
     * yet is not looked at: it has to be, before that is carried out.
     */
    static @Nullable String refusal(Replicas replicas) {
        for (Replica replica : replicas.all()) {
            String why = replica.alone();
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    /** Why a replica cannot be given up. */
    static @Nullable String refusal(Raft raft, int keys) {
        if (raft.standing() == Standing.LEFT) {
            return "this node has left its cluster, and can come back as a new one: with an empty"
                    + " data folder and --join";
        }
        if (keys > 0) {
            return "this node holds keys";
        }
        if (raft.standing() == Standing.SHUT_OUT && raft.term() == 0) {
            return null; // Its peers have a cluster, and nobody in it has ever heard of this node.
        }
        if (!alone(raft.membership()) || !wasAlone(raft.log())) {
            return "this node belongs to a cluster with others, or did";
        }
        return raft.snapshotLast().index() > 0
                ? "this node has a history; start it with an empty data folder and --join"
                : null;
    }

    /** As far as the log reaches: a node that is moved says so there, alone as it is. */
    private static boolean wasAlone(RaftLog log) {
        for (long i = log.base().index() + 1; i <= log.lastIndex(); i++) {
            Entry entry = log.at(i);
            if (entry.kind() == Entry.Kind.MEMBERSHIP
                    && !alone(Membership.decode(entry.payload()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean alone(Membership membership) {
        return membership.members().size() <= 1;
    }
}
