package io.clew.sim.scale;

import java.util.PriorityQueue;

/** Virtual time: what happens when, in the order of time and then of being planned. */
final class Timetable {
    private record Plan(long at, long number, Runnable what) implements Comparable<Plan> {
        @Override
        public int compareTo(Plan other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Plan> plans = new PriorityQueue<>();
    private long number;
    private long now;

    long now() {
        return now;
    }

    void at(long time, Runnable what) {
        plans.add(new Plan(Math.max(time, now), number++, what));
    }

    void runUntil(long end) {
        for (Plan next = plans.peek(); next != null && next.at <= end; next = plans.peek()) {
            plans.remove();
            now = next.at;
            next.what.run();
        }
        now = end;
    }
}
