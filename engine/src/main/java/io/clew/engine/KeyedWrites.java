package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.api.WriteToken;
import io.clew.engine.kv.KeyedOutcome;
import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

/**
 * How keyed writes get into the log of one shard, and what their clients are told. Whether one is a
 * repetition is the state machine's decision; nothing here remembers any.
 */
final class KeyedWrites {
    private final int shard;
    private final KeyLimits limits;
    private final Raft raft;
    private final LogTime time = new LogTime();

    KeyedWrites(int shard, KeyLimits limits, Raft raft) {
        this.shard = shard;
        this.limits = limits;
        this.raft = raft;
    }

    /** To be told of each step: the log's time runs for as long as this node leads. */
    void stepped(long now, StateMachine state) {
        if (raft.leads()) {
            time.millis(raft.term(), now, state.keys().timeMillis());
        }
    }

    /** The answer to a write that need not, or must not, be written; null if it has to be. */
    @Nullable Reply early(Request.KeyedWrite request, StateMachine state) {
        WriteKey key = request.key();
        WriteToken token = key.token();
        long cluster = raft.clusterId();
        if (cluster == 0) {
            return new Reply.Refused("the cluster is not founded yet");
        }
        if (token.shard() != shard || token.cluster() != cluster) {
            return new Reply.KeyRefused(KeyFault.FOREIGN, next(state));
        }
        // What is applied stays true: a repetition is answered from here, and what is below the
        // floor now is so wherever in the log it would come. Another's token may be ahead of this
        // node, so that is for the log to judge.
        KeyedOutcome known = state.keys().judge(token.index(), key.unique(), request.command());
        return known == null ? null : reply(known, state);
    }

    Command.Keyed command(long now, Request.KeyedWrite request, StateMachine state) {
        return new Command.Keyed(
                request.key().token().index(),
                request.key().unique(),
                time.millis(raft.term(), now, state.keys().timeMillis()),
                limits,
                request.command());
    }

    Reply reply(KeyedOutcome outcome, StateMachine state) {
        return switch (outcome) {
            case KeyedOutcome.Done(long revision, boolean repeated) ->
                    new Reply.DoneOnce(revision, repeated, next(state));
            case KeyedOutcome.Refused(KeyFault fault) -> new Reply.KeyRefused(fault, next(state));
        };
    }

    private WriteToken next(StateMachine state) {
        return new WriteToken(shard, raft.clusterId(), state.appliedIndex());
    }
}
