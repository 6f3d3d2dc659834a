package io.clew.sim.world;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time: what is due next, in order. Things due at the same nanosecond happen in the order
 * in which they were planned, trouble first.
 */
public final class Timeline {
    private static final Comparator<Due> ORDER =
            Comparator.comparingLong(Due::time).thenComparingLong(Due::number);

    /** Lets the number of what comes first be lower than all other numbers. */
    private static final long FIRST = Long.MIN_VALUE;

    private final PriorityQueue<Due> queue = new PriorityQueue<>(64, ORDER);
    private long now;
    private long planned;

    private record Due(long time, long number, Runnable action) {}

    public long now() {
        return now;
    }

    public void at(long time, Runnable action) {
        queue.add(new Due(Math.max(time, now), planned++, action));
    }

    /** Plans what happens before all else of its nanosecond: trouble comes and goes so. */
    public void first(long time, Runnable action) {
        queue.add(new Due(Math.max(time, now), FIRST + planned++, action));
    }

    public void after(long delay, Runnable action) {
        at(now + Math.max(0, delay), action);
    }

    /** Lets all happen that is due up to a time, which then is the present. */
    public void runUntil(long time) {
        for (Due next = queue.peek(); next != null && next.time <= time; next = queue.peek()) {
            queue.remove();
            now = next.time;
            next.action.run();
        }
        now = Math.max(now, time);
    }
}
