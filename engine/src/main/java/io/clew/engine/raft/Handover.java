package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

/**
 * Leadership on its way to a follower (thesis §3.10): nothing is appended meanwhile, neither a
 * write nor a step of a change, and once the heir holds the whole log and all of it is committed,
 * it may campaign at once.
 */
final class Handover {
    private final RaftState state;
    private final Replication replication;
    private @Nullable NodeId heir;
    private long deadline = Long.MAX_VALUE;

    /** Who did not take over when it was asked to: the next time somebody else comes first. */
    private @Nullable NodeId failed;

    Handover(RaftState state, Replication replication) {
        this.state = state;
        this.replication = replication;
    }

    boolean underWay() {
        return heir != null;
    }

    long deadline() {
        return deadline;
    }

    /**
     * Begins, unless it has begun.
     *
     * @param wanted whom to hand leadership to, null for the follower that is furthest
     * @return why that is not possible, null if it is
     */
    @Nullable String begin(@Nullable NodeId wanted, String why, long now) {
        if (heir != null) {
            boolean same = wanted == null || wanted.equals(heir);
            return same ? null : "leadership is being handed to " + state.name(heir);
        }
        if (state.stray()) {
            return "the cluster is not founded yet"; // Whom a leader met may still be replaced.
        }
        Progress next = wanted == null ? furthest(now) : replication.find(wanted);
        if (next == null || !fit(next, now)) {
            return wanted == null
                    ? "no other voter answers"
                    : state.name(wanted) + " does not answer";
        }
        // Nothing is appended until the heir has the whole log: that must not take long.
        if (wanted != null && !(next.streams() && next.next() > state.commit())) {
            return state.name(wanted) + " is too far behind";
        }
        heir = next.id;
        deadline = now + state.config.electionMinNanos();
        state.outbox.note(new Note.HandsOver(state.name(next.id), why));
        crown(now);
        return null;
    }

    /** Gives up an heir that does not take over in time. */
    void tick(long now) {
        if (now >= deadline) {
            failed = heir;
            heir = null;
            deadline = Long.MAX_VALUE;
        }
    }

    /**
     * Lets the heir campaign once it holds the whole log, and not before all of it is committed, so
     * that every write that was accepted is answered by this leader. An heir whose time is over is
     * not asked any more: this leader goes on, and its log with it.
     */
    void crown(long now) {
        long last = state.log.lastIndex();
        Progress next = heir == null || now >= deadline ? null : replication.find(heir);
        if (next != null && next.match() == last && state.commit() == last) {
            state.outbox.send(next.id, new Message.TimeoutNow(state.term()));
        }
    }

    private @Nullable Progress furthest(long now) {
        Progress best = null;
        for (Progress follower : replication.followers()) {
            if (fit(follower, now) && (best == null || comesBefore(follower, best))) {
                best = follower;
            }
        }
        return best;
    }

    private boolean comesBefore(Progress follower, Progress best) {
        boolean again = follower.id.equals(failed);
        return again == best.id.equals(failed) ? follower.match() > best.match() : !again;
    }

    private boolean fit(Progress follower, long now) {
        // A new leader takes everybody for alive: whoever has said what it has really is.
        return follower.match() > 0
                && replication.hears(follower, now)
                && state.membership().isVoter(follower.id);
    }
}
