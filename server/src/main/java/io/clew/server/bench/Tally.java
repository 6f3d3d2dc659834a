package io.clew.server.bench;

import org.HdrHistogram.Histogram;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What was measured: latencies of operations that succeeded, and how the others failed. */
final class Tally {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    final Histogram reads = new Histogram(NANOS_MAX, DIGITS);
    final Histogram writes = new Histogram(NANOS_MAX, DIGITS);
    final TreeMap<String, Long> errors = new TreeMap<>();

    void success(boolean read, long nanos) {
        (read ? reads : writes).recordValue(Math.min(nanos, NANOS_MAX));
    }

    void error(String kind) {
        errors.merge(kind, 1L, Long::sum);
    }

    void add(Tally other) {
        reads.add(other.reads);
        writes.add(other.writes);
        other.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum));
    }

    void reset() {
        reads.reset();
        writes.reset();
        errors.clear();
    }

    Histogram all() {
        Histogram all = reads.copy();
        all.add(writes);
        return all;
    }
}
