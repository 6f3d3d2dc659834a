package io.clew.server.bench.load;

import org.HdrHistogram.Histogram;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What was measured: latencies of operations that succeeded, and how the others failed. */
public final class Tally {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final Histogram reads = new Histogram(NANOS_MAX, DIGITS);
    private final Histogram writes = new Histogram(NANOS_MAX, DIGITS);
    private final TreeMap<String, Long> errors = new TreeMap<>();

    /** When, zero before the first; it outlives a reset, since a pause may begin before it. */
    private long lastSuccess;

    private long longestPause;

    /**
     * A read or a write has succeeded.
     *
     * @param sinceNanos what its latency counts from
     */
    public void success(boolean read, long sinceNanos, long nowNanos) {
        (read ? reads : writes).recordValue(Math.min(nowNanos - sinceNanos, NANOS_MAX));
        longestPause = longestPause(nowNanos);
        lastSuccess = nowNanos;
    }

    /** The longest time in which nothing has succeeded since the last reset, in nanoseconds. */
    public long longestPause(long nowNanos) {
        return lastSuccess == 0 ? longestPause : Math.max(longestPause, nowNanos - lastSuccess);
    }

    /** An operation has failed in this way. */
    public void error(String kind) {
        errors(kind, 1);
    }

    /** So many operations have failed in this way. */
    void errors(String kind, long count) {
        errors.merge(kind, count, Long::sum);
    }

    /** Takes in what another one has counted. */
    public void add(Tally other) {
        reads.add(other.reads);
        writes.add(other.writes);
        other.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
    }

    void reset() {
        reads.reset();
        writes.reset();
        errors.clear();
        longestPause = 0;
    }

    /** Latencies in nanoseconds. */
    public Histogram reads() {
        return reads;
    }

    /** Latencies in nanoseconds. */
    public Histogram writes() {
        return writes;
    }

    /** How often operations failed in which way. */
    public SortedMap<String, Long> errors() {
        return Collections.unmodifiableSortedMap(errors);
    }

    /** Latencies in nanoseconds of reads and writes together, as they are now. */
    public Histogram all() {
        Histogram all = reads.copy();
        all.add(writes);
        return all;
    }
}
