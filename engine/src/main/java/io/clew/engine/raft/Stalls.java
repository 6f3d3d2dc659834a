package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

/**
 * Notices that the leader itself keeps everybody waiting, before its followers would: its disk does
 * not answer while those of others do, or its process is stopped again and again.
 *
 * <p>One stop alone is no reason: whatever caused it may have stopped everybody. And leadership is
 * given away only after it was held for a while, so that it does not go round where all are slow.
 */
final class Stalls {
    /** Heartbeats that were due and did not leave, or during which the disk said nothing. */
    private static final int BEATS = 3;

    /** Longest election timeouts within which a second stop counts, and leadership is kept. */
    private static final int MEMORY_TIMEOUTS = 10;

    private final RaftState state;
    private long patientUntil;
    private long stoppedAt = Long.MIN_VALUE;

    Stalls(RaftState state, long now) {
        this.state = state;
        patientUntil = now + memory();
    }

    /**
     * Called with each heartbeat.
     *
     * @param dueAt when it should have left
     * @param diskHeardAt when the disk last said something, or had nothing to say
     * @return why another had better lead, null if there is no reason
     */
    @Nullable String reason(long now, long dueAt, long diskHeardAt) {
        long limit = BEATS * state.config.heartbeatNanos();
        boolean othersAreAhead = state.commit() > state.log.durable();
        boolean diskHangs = now - diskHeardAt >= limit && othersAreAhead;
        boolean stopped = now - dueAt >= limit;
        boolean again = stopped && stoppedAt != Long.MIN_VALUE && now - stoppedAt < memory();
        if (stopped) {
            stoppedAt = now;
        }
        if (now < patientUntil || !(diskHangs || again)) {
            return null;
        }
        patientUntil = now + memory();
        return again ? "this process was stopped twice" : "the disk is slow";
    }

    private long memory() {
        return MEMORY_TIMEOUTS * state.config.electionMaxNanos();
    }
}
