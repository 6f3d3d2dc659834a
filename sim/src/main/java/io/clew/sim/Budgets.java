package io.clew.sim;

import io.clew.sim.world.Setup;
import io.clew.sim.world.Violation;

import java.util.Locale;

/**
 * What a cluster may take once it is healed: time without a leader, and messages for each call. A
 * protocol that gets there in the end, but slower or louder than it should, fails by these.
 */
public final class Budgets {
    /**
     * Of 6,000 seeds half have a leader at once, 9 of 10 within 0.8 of the longest election
     * timeouts, 99 of 100 within 2.3, 999 of 1,000 within 3.9, and all within 6.9: split votes,
     * clocks that run at 0.7 of their pace, and disks that still do what they were told in the
     * trouble. Each further timeout or two halves the rest.
     */
    private static final double LEADERLESS_TIMEOUTS_MAX = 12;

    /**
     * A call costs each follower a frame and its answer, 2.0 in the middle, beside the heartbeats;
     * 2.7 was the most of 6,000 seeds. What repeats itself without need costs at least as much
     * again.
     */
    private static final double FRAMES_MAX = 4;

    /**
     * Of the calls a third are writes of 2,000 bytes at most; 730 bytes for each follower was the
     * most of 6,000 seeds. Twice that is an entry that is sent twice.
     */
    private static final double BYTES_MAX = 1_400;

    private double leaderlessTimeouts;
    private double frames;
    private double bytes;

    /** The longest that a healed cluster had no leader, in longest election timeouts. */
    public double leaderlessTimeouts() {
        return leaderlessTimeouts;
    }

    /** Frames for each call and follower, heartbeats apart. */
    public double frames() {
        return frames;
    }

    /** Bytes for each call and follower. */
    public double bytes() {
        return bytes;
    }

    /** A leader was there after a time. */
    void recovered(long nanos, Setup setup) {
        double timeouts = (double) nanos / setup.engine().electionMaxNanos();
        leaderlessTimeouts = Math.max(leaderlessTimeouts, timeouts);
        hold("a healed cluster has a leader soon", timeouts, LEADERLESS_TIMEOUTS_MAX);
    }

    /** A number of calls was answered, one after the other. */
    void served(
            int calls, long nanos, long framesSent, long bytesSent, int followers, Setup setup) {
        if (calls == 0 || followers == 0) {
            return;
        }
        double answers = (double) calls * followers;
        double beats = 2.0 * followers * nanos / setup.engine().heartbeatNanos();
        frames = Math.max(frames, (framesSent - beats) / answers);
        bytes = Math.max(bytes, bytesSent / answers);
        hold("a call costs few messages", frames, FRAMES_MAX);
        hold("a call costs few bytes", bytes, BYTES_MAX);
    }

    private static void hold(String rule, double found, double most) {
        if (found > most) {
            throw new Violation(rule, String.format(Locale.ROOT, "%.1f of %.1f", found, most));
        }
    }
}
