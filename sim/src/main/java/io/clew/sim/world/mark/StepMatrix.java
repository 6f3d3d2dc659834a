package io.clew.sim.world.mark;

import java.util.EnumMap;
import java.util.Set;
import java.util.TreeMap;

/** How often each family of faults touched a node in each step of the protocol. */
public final class StepMatrix {
    private final TreeMap<String, EnumMap<ProtocolStep, Long>> counts = new TreeMap<>();

    void add(String family, Set<ProtocolStep> steps) {
        EnumMap<ProtocolStep, Long> row = row(family);
        for (ProtocolStep step : steps) {
            row.merge(step, 1L, Long::sum);
        }
    }

    public void addAll(StepMatrix other) {
        other.counts.forEach(
                (family, row) ->
                        row.forEach((step, count) -> row(family).merge(step, count, Long::sum)));
    }

    public long of(String family, ProtocolStep step) {
        EnumMap<ProtocolStep, Long> row = counts.get(family);
        return row == null ? 0 : row.getOrDefault(step, 0L);
    }

    private EnumMap<ProtocolStep, Long> row(String family) {
        return counts.computeIfAbsent(family, _ -> new EnumMap<>(ProtocolStep.class));
    }
}
