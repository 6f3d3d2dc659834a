package io.clew.engine.raft;

import java.util.random.RandomGenerator;

/**
 * Says how long the groups of one node wait, and lets their leaders beat together, so that the
 * heartbeats of all groups to a peer share a frame.
 */
public final class Timers {
    final RaftConfig config;
    private final RandomGenerator random;

    /** When the leader beat whose time the others take over. */
    private long beatAt = Long.MIN_VALUE;

    public Timers(RaftConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** A time within the range of election timeouts, drawn anew each time (Raft §5.2). */
    long electionTimeout() {
        long spread = config.electionMaxNanos() - config.electionMinNanos();
        return config.electionMinNanos() + (spread <= 0 ? 0 : random.nextLong(spread));
    }

    /** A number that nobody else has; not 0. */
    long randomId() {
        long id = random.nextLong();
        return id == 0 ? 1 : id;
    }

    /**
     * When a leader that beats now does so again. One that beats shortly after another has its next
     * turn together with that one, early; whoever beats alone waits for a whole interval.
     */
    long nextBeat(long now) {
        if (beatAt == Long.MIN_VALUE || now - beatAt >= config.heartbeatNanos() / 2) {
            beatAt = now;
        }
        return beatAt + config.heartbeatNanos();
    }
}
