package io.clew.sim;

import io.clew.sim.world.Setup;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

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
     * 2.7 was the most of 6,000 seeds. What repeats itself without need costs 4.
     */
    private static final double FRAMES_MAX = 3.5;

    /** In 99 of 100 seeds each entry is sent once to each follower, to the byte. */
    private static final double COPIES_MAX = 1.5;

    private double leaderlessTimeouts;
    private double frames;
    private double copies;

    /** The longest that a healed cluster had no leader, in longest election timeouts. */
    public double leaderlessTimeouts() {
        return leaderlessTimeouts;
    }

    /** Frames for each call and follower, heartbeats apart. */
    public double frames() {
        return frames;
    }

    /** How often each entry was sent to each follower. */
    public double copies() {
        return copies;
    }

    /** A leader was there after a time. */
    void recovered(long nanos, Setup setup) {
        double timeouts = (double) nanos / setup.engine().electionMaxNanos();
        leaderlessTimeouts = Math.max(leaderlessTimeouts, timeouts);
        if (timeouts > LEADERLESS_TIMEOUTS_MAX) {
            throw violation(
                    "a healed cluster has a leader soon", timeouts, LEADERLESS_TIMEOUTS_MAX);
        }
    }

    /**
     * A number of calls was answered, one after the other.
     *
     * @param others how many machines there are beside a leader's
     * @param once the bytes of all new entries, once for each follower that can be reached: who
     *     cannot is sent the same again and again; 0 if some cannot
     * @return what they cost too much, null if nothing
     */
    @Nullable Violation served(int calls, int others, double once, Traffic traffic, Setup setup) {
        if (calls == 0 || others == 0) {
            return null;
        }
        double framesEach = (traffic.frames() - traffic.routine()) / (calls * others);
        double copiesEach = once == 0 ? 0 : traffic.sentBytes() / once;
        if (framesEach > FRAMES_MAX) {
            return violation("a call costs few messages", framesEach, FRAMES_MAX);
        }
        if (copiesEach > COPIES_MAX) {
            return violation("an entry is sent once to each follower", copiesEach, COPIES_MAX);
        }
        frames = Math.max(frames, framesEach);
        copies = Math.max(copies, copiesEach);
        return null;
    }

    private static Violation violation(String rule, double found, double most) {
        return new Violation(rule, String.format(Locale.ROOT, "%.1f of %.1f", found, most));
    }
}
