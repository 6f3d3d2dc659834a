package io.clew.engine.raft;

import io.clew.engine.Invariant;

import org.jspecify.annotations.Nullable;

/**
 * Judges every message by its term (Raft §5.1), gives and refuses votes, and keeps the role that
 * this node plays in its term.
 */
final class Terms {
    private final RaftState state;
    private Role role;

    Terms(RaftState state, Role role) {
        this.state = state;
        this.role = role;
    }

    Role role() {
        return role;
    }

    void tick(long now) {
        role = role.tick(now);
    }

    void written(long now) {
        role = role.written(now);
    }

    /** The leader of the term as far as known. */
    @Nullable NodeId leader() {
        return switch (role) {
            case Leader _ -> state.self;
            case Follower follower -> follower.leader();
            case Candidate _ -> null;
        };
    }

    /**
     * A message of this group.
     *
     * @param ticket 0, or the request of the teaching window that wants the answer
     */
    void receive(long now, NodeId from, long ticket, Message message) {
        if (message instanceof Message.VoteRequest request) {
            onVoteRequest(now, from, ticket, request);
            return;
        }
        boolean fromLeader = isFromLeader(message);
        if (!fromLeader && !counts(from)) {
            return;
        }
        // A vote that was given names the term that was asked for, not one that has begun.
        boolean promise = message instanceof Message.VoteReply reply && reply.granted();
        if (message.term() > state.term() && !promise) {
            enterTerm(now, message.term());
        }
        if (message.term() < state.term()) {
            if (fromLeader) {
                state.outbox.reply(from, ticket, false, new Message.Stale(state.term()));
            }
            return;
        }
        dispatch(now, from, ticket, message);
    }

    private void dispatch(long now, NodeId from, long ticket, Message message) {
        switch (message) {
            case Message.VoteRequest _ ->
                    throw new IllegalStateException("vote requests take another way");
            case Message.VoteReply reply -> {
                if (role instanceof Candidate candidate) {
                    role = candidate.onReply(from, reply, now);
                }
            }
            case Message.Append append -> {
                if (followable(from, ticket)) {
                    follow(now, from, ticket != 0).onAppend(from, ticket, append);
                }
            }
            case Message.Heartbeat heartbeat ->
                    follow(now, from, false).onHeartbeat(from, heartbeat, now);
            case Message.SnapshotChunk chunk ->
                    follow(now, from, false).onSnapshotChunk(from, chunk);
            case Message.Appended reply -> {
                if (role instanceof Leader leader) {
                    leader.onAppended(from, reply, now);
                }
            }
            case Message.AppendRejected reply -> {
                if (role instanceof Leader leader) {
                    leader.replication().onRejected(from, reply, now);
                }
            }
            case Message.HeartbeatReply reply -> {
                if (role instanceof Leader leader) {
                    leader.onHeartbeatReply(from, reply, now);
                }
            }
            case Message.SnapshotProgress reply -> {
                if (role instanceof Leader leader) {
                    leader.replication().onSnapshotProgress(from, reply, now);
                }
            }
            case Message.StateCheck check -> {
                follow(now, from, false);
                state.outbox.checks.add(new RaftOutbox.Checked(from, check));
            }
            case Message.StateHashed reply -> {
                if (role instanceof Leader) {
                    state.outbox.hashes.add(new RaftOutbox.Hashed(from, reply));
                }
            }
            case Message.ReadIndex question -> {
                if (role instanceof Leader leader) {
                    leader.onReadIndex(from, question);
                }
            }
            case Message.ReadIndexReply reply -> {
                if (role instanceof Follower follower) {
                    follower.onReadIndexReply(reply);
                }
            }
            case Message.TimeoutNow _ -> {
                if (role instanceof Follower && state.mayCampaign()) {
                    role.leave();
                    role = Candidate.campaign(state, true, now);
                }
            }
            case Message.Stale _ -> {} // Its newer term was taken over above.
        }
    }

    private void onVoteRequest(long now, NodeId from, long ticket, Message.VoteRequest request) {
        NodeId heard = heardLeader(now);
        boolean admits =
                !Elections.sticks(request, from, heard)
                        && Elections.strangeness(state, from, request) == null;
        if (!request.pre() && admits && request.term() > state.term()) {
            enterTerm(now, request.term());
            heard = null;
        }
        if (role instanceof Leader leader && isFormerMember(from, request)) {
            leader.replication().remind(from, now);
        }
        String refusal = Elections.refusal(state, from, request, heard);
        boolean granted = refusal == null;
        String why = refusal == null ? "its log is as new" : refusal;
        state.outbox.note(
                new Note.Voted(state.name(from), request.term(), request.pre(), granted, why));
        if (granted && !request.pre()) {
            state.voteFor(from);
            if (role instanceof Follower follower) {
                follower.restartTimer(now);
            }
        }
        long term = granted ? request.term() : state.term();
        state.outbox.reply(
                from, ticket, false, new Message.VoteReply(term, granted, request.pre()));
    }

    /** It knows this cluster, whose newest configuration does not know it. */
    private boolean isFormerMember(NodeId from, Message.VoteRequest request) {
        long cluster = state.membership().openClusterId();
        return cluster != 0 && request.clusterId() == cluster && !state.membership().contains(from);
    }

    private @Nullable NodeId heardLeader(long now) {
        return switch (role) {
            case Leader _ -> state.self;
            case Follower follower -> follower.hearsLeader(now) ? follower.leader() : null;
            case Candidate _ -> null;
        };
    }

    private void enterTerm(long now, long term) {
        if (role instanceof Follower follower) {
            state.enterTerm(term);
            // Its timer runs on: a refused candidate must not stop it (E20).
            follower.forgetLeader();
            return;
        }
        state.outbox.note(new Note.RoleChanged("follower", term, "a newer term"));
        role.leave();
        state.enterTerm(term);
        role = Follower.of(state, now);
    }

    /** The teaching window may claim to speak for a leader that is not one: it is not believed. */
    private boolean followable(NodeId from, long ticket) {
        if (ticket == 0) {
            return true;
        }
        boolean other =
                role instanceof Leader
                        || (role instanceof Follower follower
                                && follower.leader() != null
                                && !from.equals(follower.leader()));
        if (other) {
            state.outbox.reply(
                    from, ticket, false, new Message.AppendRejected(state.term(), 0, LogId.ZERO));
        }
        return !other;
    }

    private Follower follow(long now, NodeId from, boolean claimed) {
        Invariant.check(!(role instanceof Leader), "one leader a term", from, state.term());
        if (!(role instanceof Follower)) {
            role.leave();
            role = Follower.of(state, now);
        }
        Follower follower = (Follower) role;
        follower.heardFrom(from, claimed, now);
        return follower;
    }

    /**
     * Votes and acknowledgements of strangers count nowhere (E12). A leader that is leaving and
     * those that it says farewell are none, although the configuration knows them no more.
     */
    private boolean counts(NodeId from) {
        return state.membership().contains(from)
                || from.equals(leader())
                || (role instanceof Leader leader && leader.replication().find(from) != null);
    }

    /**
     * Whether only an elected leader says this. Who it is may be unknown here: one that leaves the
     * cluster is in no configuration any more, and an heir that was just restarted has heard none.
     */
    private static boolean isFromLeader(Message message) {
        return message instanceof Message.Append
                || message instanceof Message.Heartbeat
                || message instanceof Message.SnapshotChunk
                || message instanceof Message.StateCheck
                || message instanceof Message.TimeoutNow;
    }
}
