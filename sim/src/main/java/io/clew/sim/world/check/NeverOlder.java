package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

/**
 * A node never comes back older than what it told others: the term it spoke in, the entries it
 * acknowledged, the writes it answered. Unlike the check of recovery this one believes nobody's
 * account of what was written, only what left the node.
 */
final class NeverOlder extends Check {
    /** What one machine has told since it got its disk. */
    private static final class Told {
        long term;

        /** The last entry acknowledged to the leader of this term. */
        long match;

        long matchTerm;

        /** Committed and answered for: no term to come may take it away. */
        long answered;
    }

    private final Told[] told;

    NeverOlder(int nodes) {
        super("a node never comes back older than what it told");
        told = new Told[nodes];
        for (int i = 0; i < nodes; i++) {
            told[i] = new Told();
        }
    }

    @Override
    void after(Step step) {
        Told own = told[step.number()];
        for (Sent sent : step.sent()) {
            tell(own, sent.message());
        }
        for (Effects.Answer answer : step.answers()) {
            own.answered = Math.max(own.answered, Replies.acknowledged(answer.reply()));
        }
    }

    private static void tell(Told own, Message message) {
        switch (message) {
            case Message.Appended m -> {
                own.term = Math.max(own.term, m.term());
                if (m.term() > own.matchTerm) {
                    own.matchTerm = m.term();
                    own.match = m.match();
                } else if (m.term() == own.matchTerm) {
                    own.match = Math.max(own.match, m.match());
                }
            }
            case Message.VoteRequest m -> own.term = Math.max(own.term, m.pre() ? 0 : m.term());
            case Message.VoteReply m ->
                    own.term = Math.max(own.term, m.pre() || !m.granted() ? 0 : m.term());
            case Message.AppendRejected m -> own.term = Math.max(own.term, m.term());
            case Message.HeartbeatReply m -> own.term = Math.max(own.term, m.term());
            case Message.SnapshotProgress m -> own.term = Math.max(own.term, m.term());
            case Message.Append m -> own.term = Math.max(own.term, m.term());
            case Message.Heartbeat m -> own.term = Math.max(own.term, m.term());
            case Message.SnapshotChunk m -> own.term = Math.max(own.term, m.term());
            case Message.StateCheck m -> own.term = Math.max(own.term, m.term());
            case Message.StateHashed m -> own.term = Math.max(own.term, m.term());
            case Message.ReadIndex _,
                    Message.ReadIndexReply _,
                    Message.TimeoutNow _,
                    Message.Stale _ -> {}
        }
    }

    @Override
    void gone(SimNode node) {
        told[node.number()] = new Told();
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        Told own = told[node.number()];
        long term = 0;
        long last = 0;
        if (found != null) {
            SnapshotState snapshot = found.snapshot();
            LogId start = snapshot == null ? LogId.ZERO : snapshot.last();
            term = found.hard().term();
            last = start.index() + found.entries().size();
        }
        // A later leader may have cut what an earlier one was told, but not what was committed.
        long least = Math.max(own.answered, own.matchTerm == term ? own.match : 0);
        long foundTerm = term;
        long foundLast = last;
        require(
                term >= own.term && last >= least,
                () ->
                        node
                                + " told of term "
                                + own.term
                                + " and entry "
                                + least
                                + ", and comes back with "
                                + foundTerm
                                + " and "
                                + foundLast);
    }
}
