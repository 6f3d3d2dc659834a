package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

/** Decides whether a candidate gets this node's vote, and says why not. */
final class Elections {
    private Elections() {}

    /**
     * Whether the leader of now is still to be believed in (thesis §4.2.3): then a request for a
     * newer term must not even raise the own one, or a member that was removed or cut off could
     * unseat it.
     *
     * @param leader the leader that this node hears or is, null if none
     */
    static boolean sticks(Message.VoteRequest request, NodeId from, @Nullable NodeId leader) {
        return leader != null && !request.transfer() && !leader.equals(from);
    }

    /** Why the vote is refused, null if it is given. The term is already the newer of both. */
    static @Nullable String refusal(
            RaftState state, NodeId from, Message.VoteRequest request, @Nullable NodeId leader) {
        if (request.term() < state.term()) {
            return "its term is over, this is " + state.term();
        }
        if (sticks(request, from, leader)) {
            return "the leader is heard";
        }
        String stranger = strangeness(state, from, request);
        if (stranger != null) {
            return stranger;
        }
        boolean free = request.term() > state.term() || !state.vote().bound();
        if (!free && !state.vote().equals(from)) {
            return "already voted for " + state.name(state.vote());
        }
        if (request.last().compareTo(state.log.last()) < 0) {
            return "its log ends at " + request.last() + ", this one at " + state.log.last();
        }
        return null;
    }

    /** Why a candidate does not belong to this cluster, null if it does. */
    static @Nullable String strangeness(RaftState state, NodeId from, Message.VoteRequest request) {
        long cluster = state.membership().openClusterId();
        if (cluster != 0) {
            // Who came in by an entry that this node has not seen yet may need its vote to be able
            // to send it (thesis §4.1); whoever is of no cluster must not.
            boolean companion = request.clusterId() == cluster;
            return companion || state.membership().contains(from) ? null : "not a member";
        }
        if (request.clusterId() != 0) {
            // It knows this node by its identity, from its cluster's first entry. That this node
            // has no more than that entry, or none, must not keep its vote from it either.
            return null;
        }
        if (!state.stray()) {
            return state.membership().contains(from) ? null : "not a member";
        }
        if (!state.membership().contains(from)) {
            return "not one of the initial members";
        }
        return state.bootstrap.metOnlyStrays() ? null : "others belong to a cluster already";
    }
}
