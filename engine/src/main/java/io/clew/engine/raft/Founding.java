package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

import java.util.function.ToLongFunction;

/**
 * The first steps of a new cluster, decided by its leader.
 *
 * <p>The first entry binds the members' identities, and once all of them hold it, a second one
 * opens the cluster for writes. A member that loses its disk afterwards is somebody else, whose
 * vote counts nowhere. Until then nothing can be lost, and a member may still come back empty and
 * take its place anew.
 *
 * <p>Where a majority is enough, the second entry waits only for the first to be committed. It must
 * wait for that: a first entry that opened the cluster by itself would lock a founder out with it
 * if the others, who never got it, found a cluster of their own. So whoever has but a first entry
 * passes for a founder, its writes were refused, and by the rules of Raft alone (§5.3) another
 * first entry may replace its own, unless that is committed; and whoever has a second one knows
 * that it is.
 */
final class Founding {
    private Founding() {}

    /**
     * The configuration to append now, null if none is due.
     *
     * @param settled the leader has committed an entry of its own term
     * @param match how much of the log a member is known to have on disk
     */
    static @Nullable Membership next(
            RaftState state, boolean settled, ToLongFunction<NodeId> match) {
        Membership current = state.membership();
        if (state.stray()) {
            return first(state, current);
        }
        if (!settled || state.memberships.latestIndex() > state.commit()) {
            return null; // One change at a time, and none before the first commit of the term.
        }
        Membership bound = current;
        if (!current.bound()) {
            bound = state.bootstrap.bind(current);
        } else if (!current.joint()) { // Else who is met would be so in one half alone.
            bound = state.bootstrap.bindUnbound(current);
        }
        if (!bound.equals(current)) {
            return bound;
        }
        boolean opens =
                !current.bound() && (state.config.bootstrapMajority() || allHold(state, match));
        return opens ? current.opened() : null;
    }

    private static @Nullable Membership first(RaftState state, Membership met) {
        int all = met.voters().size();
        boolean hasty = state.config.bootstrapMajority();
        if (met.boundVoters() < (hasty ? all / 2 + 1 : all)) {
            return null;
        }
        return Membership.of(
                state.timers.randomId(), met.voters(), all == 1, state.config.shards());
    }

    private static boolean allHold(RaftState state, ToLongFunction<NodeId> match) {
        long index = state.memberships.latestIndex();
        for (Member member : state.membership().voters()) {
            if (!member.id().bound() || match.applyAsLong(member.id()) < index) {
                return false;
            }
        }
        return true;
    }
}
