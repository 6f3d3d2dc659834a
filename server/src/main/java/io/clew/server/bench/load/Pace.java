package io.clew.server.bench.load;

/**
 * When a client is due to send its next request: as soon as it is free (closed loop), or at fixed
 * times whatever the servers do (open loop). There an answer that comes late makes those after it
 * late too, and all of that counts: nothing is left out because the servers were slow.
 */
final class Pace {
    private final long intervalNanos;
    private final long offsetNanos;
    private boolean begun;
    private long due;

    private Pace(long intervalNanos, long offsetNanos) {
        this.intervalNanos = intervalNanos;
        this.offsetNanos = offsetNanos;
    }

    /**
     * @param client its number among all of the workload's, whose turns are spread evenly
     */
    static Pace of(Workload workload, int client) {
        if (workload.rate() == 0) {
            return new Pace(0, 0);
        }
        double interval = 1e9 * workload.clients() / workload.rate();
        return new Pace(Math.round(interval), Math.round(interval * client / workload.clients()));
    }

    /** How many requests are due by now, from the last one on. */
    long due(long now) {
        return intervalNanos == 0 || !begun || due > now ? 0 : 1 + (now - due) / intervalNanos;
    }

    /** When the next request is due, in the past if it is late. */
    long next(long now) {
        if (intervalNanos == 0) {
            return now;
        }
        due = begun ? due + intervalNanos : now + offsetNanos;
        begun = true;
        return due;
    }
}
