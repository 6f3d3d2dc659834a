package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * Linearizable reads of a node that does not lead: it asks the leader how far they must see.
 *
 * <p>One question is under way at a time, for all reads that had come before it left; it is asked
 * again, under another number, when no answer comes. An answer serves only reads that had come
 * before its question left, however late it is and however often it arrives.
 */
final class ForwardedReads {
    /** Heartbeats after which a question or its answer is taken for lost. */
    private static final int PATIENCE = 2;

    /**
     * @param since the first question that can be asked after the read has come
     */
    private record Waiting(long read, long since, long deadline) {}

    private final RaftState state;

    /** In the order of arrival. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** 0 before the first question. */
    private long run;

    private long asked;
    private long repeatAt;

    ForwardedReads(RaftState state) {
        this.state = state;
    }

    void add(long read, long deadline) {
        waiting.add(new Waiting(read, asked + 1, deadline));
    }

    long deadline() {
        return waiting.isEmpty() ? Long.MAX_VALUE : repeatAt;
    }

    /** There is another leader, who knows nothing of what was asked. */
    void askAnew(long now) {
        repeatAt = now;
    }

    void flush(@Nullable NodeId leader, long now) {
        while (!waiting.isEmpty() && waiting.getFirst().deadline <= now) {
            state.outbox.dropRead(waiting.remove().read);
        }
        if (waiting.isEmpty()) {
            return;
        }
        boolean underWay = waiting.getFirst().since <= asked && now < repeatAt;
        if (underWay) {
            return;
        }
        repeatAt = now + PATIENCE * state.config.heartbeatNanos();
        if (leader != null) {
            run = run == 0 ? state.timers.randomId() : run;
            state.outbox.send(leader, new Message.ReadIndex(state.term(), run, ++asked));
        }
    }

    void onReply(Message.ReadIndexReply reply) {
        if (reply.run() != run) {
            return;
        }
        while (!waiting.isEmpty() && waiting.getFirst().since <= reply.number()) {
            state.outbox.grant(waiting.remove().read, reply.index());
        }
    }

    /** Nobody will ask any more. */
    void abort() {
        waiting.forEach(w -> state.outbox.dropRead(w.read));
        waiting.clear();
    }
}
