package io.clew.engine.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Linearizable reads that wait for the leader to be confirmed (thesis §6.4).
 *
 * <p>All reads that have arrived join one round; it is answered when a majority has acknowledged a
 * heartbeat that left after they arrived. One round is under way at a time, those that come
 * meanwhile share the next: the busier the node, the more reads a round carries. Learners that
 * serve reads ask for the index that such a round confirms.
 */
final class ReadQueue {
    private List<Long> waiting = new ArrayList<>();
    private List<Long> inRound = new ArrayList<>();

    /** The last question of each learner: an answer to it answers those before. */
    private TreeMap<NodeId, Message.ReadIndex> asking = new TreeMap<>();

    private TreeMap<NodeId, Message.ReadIndex> askingInRound = new TreeMap<>();
    private long round;
    private long readIndex;

    void add(long read) {
        waiting.add(read);
    }

    void add(NodeId learner, Message.ReadIndex question) {
        asking.put(learner, question);
    }

    boolean wantsRound() {
        return !underWay() && !(waiting.isEmpty() && asking.isEmpty());
    }

    boolean underWay() {
        return !(inRound.isEmpty() && askingInRound.isEmpty());
    }

    long round() {
        return round;
    }

    /**
     * The heartbeats of this round leave now.
     *
     * @param commit what the reads must see, at least: it contains an entry of the leader's term
     */
    void begin(long round, long commit) {
        this.round = round;
        this.readIndex = commit;
        List<Long> next = inRound;
        inRound = waiting;
        waiting = next;
        TreeMap<NodeId, Message.ReadIndex> nextAsking = askingInRound;
        askingInRound = asking;
        asking = nextAsking;
    }

    /** The round is confirmed: its reads may be served once the index is applied. */
    void finish(RaftOutbox outbox) {
        for (long read : inRound) {
            outbox.grant(read, readIndex);
        }
        inRound.clear();
        askingInRound.forEach((learner, q) -> outbox.send(learner, q.answer(readIndex)));
        askingInRound.clear();
    }

    /** Nothing can be confirmed any more. */
    void abort(RaftOutbox outbox) {
        inRound.forEach(outbox::dropRead);
        waiting.forEach(outbox::dropRead);
        inRound.clear();
        waiting.clear();
        asking.clear();
        askingInRound.clear();
    }
}
