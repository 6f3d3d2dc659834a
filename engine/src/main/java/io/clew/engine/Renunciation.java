package io.clew.engine;

import io.clew.engine.raft.Raft;
import io.clew.engine.raft.Standing;

import org.jspecify.annotations.Nullable;

/** Decides whether a node may forget the cluster that it is alone in. */
final class Renunciation {
    private Renunciation() {}

    /** Why it must not, null if nothing and nobody depends on it. */
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
        boolean founder = raft.membershipIndex() <= 1 && raft.membership().members().size() <= 1;
        if (!founder) {
            return "this node belongs to a cluster with others, or did";
        }
        return raft.snapshotLast().index() > 0
                ? "this node has a history; start it with an empty data folder and --join"
                : null;
    }
}
