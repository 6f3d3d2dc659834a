package io.clew.sim.world;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what happened in a run, by name. */
public final class Tally {
    private final TreeMap<String, Long> counts = new TreeMap<>();

    public void add(String name) {
        add(name, 1);
    }

    public void add(String name, long count) {
        counts.merge(name, count, Long::sum);
    }

    public void addAll(Tally other) {
        other.counts.forEach(this::add);
    }

    public long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** In the order of the names. */
    public SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
