package io.clew.engine.raft;

import io.clew.engine.bytes.Bytes;

import java.util.List;

/** What the members of one group say to each other; the sender is known from the frame. */
public sealed interface Message {
    /** The sender's term; for a pre-vote the term it would campaign in. */
    long term();

    /**
     * Asks for a vote (Raft §5.2), or whether one would be given (thesis §9.6).
     *
     * @param pre asks only: neither side changes its term or vote
     * @param transfer the leader itself told the candidate to campaign: stickiness does not apply
     * @param clusterId the candidate's cluster, 0 if it has none yet
     */
    record VoteRequest(long term, LogId last, boolean pre, boolean transfer, long clusterId)
            implements Message {}

    /**
     * @param term the term asked for if granted, else the voter's own
     */
    record VoteReply(long term, boolean granted, boolean pre) implements Message {}

    /** Entries after {@code previous} (Raft §5.3). */
    record Append(long term, LogId previous, long commit, List<Entry> entries) implements Message {
        public long lastIndex() {
            return previous.index() + entries.size();
        }
    }

    /** All entries of the request are durable here: the log matches up to {@code match}. */
    record Appended(long term, long match) implements Message {}

    /**
     * The entry {@code rejected} is not in this log.
     *
     * @param hint the last position here that may still agree with the leader's log
     */
    record AppendRejected(long term, long rejected, LogId hint) implements Message {}

    /**
     * @param round grows with each; a reply to it proves that the follower still followed after it
     *     was sent (thesis §6.4)
     * @param commit what the follower may take for committed, never beyond what it acknowledged
     * @param freshness how new the leader's state is, for followers that serve reads
     */
    record Heartbeat(long term, long round, long commit, Freshness freshness) implements Message {}

    record HeartbeatReply(long term, long round) implements Message {}

    /** A piece of a snapshot file, for a follower whose next entry is no longer in the log. */
    record SnapshotChunk(long term, SnapshotId snapshot, long offset, Bytes chunk)
            implements Message {}

    /** The follower holds the file up to {@code next} and wants what follows. */
    record SnapshotProgress(long term, SnapshotId snapshot, long next) implements Message {}

    /**
     * What is the hash of your state after the entry {@code index}?
     *
     * @param agreed an entry after which the states of a majority have the hash {@code hash}; 0 if
     *     none is known
     */
    record StateCheck(long term, long index, long agreed, long hash) implements Message {}

    /** The hash of the sender's state after the entry {@code index}. */
    record StateHashed(long term, long index, long hash) implements Message {}

    /**
     * How far must a read see that begins now, to see all that is acknowledged? A learner asks the
     * leader, so that it can serve linearizable reads itself (thesis §6.4).
     *
     * @param run drawn by the asker when it begins to follow, so that no answer to an earlier life
     *     passes for one to this
     * @param number grows with each question of a run
     */
    record ReadIndex(long term, long run, long number) implements Message {
        ReadIndexReply answer(long index) {
            return new ReadIndexReply(term, run, number, index);
        }
    }

    /** Up to {@code index}: the leader was confirmed after that question had come. */
    record ReadIndexReply(long term, long run, long number, long index) implements Message {}

    /** Campaign at once (thesis §3.10). */
    record TimeoutNow(long term) implements Message {}

    /** A refusal of any request of an older term. */
    record Stale(long term) implements Message {}
}
