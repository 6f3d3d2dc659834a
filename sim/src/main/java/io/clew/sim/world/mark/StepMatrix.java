package io.clew.sim.world.mark;

import java.util.Map;
import java.util.TreeMap;

/** How often each family of faults touched a node in each step of the protocol. */
public final class StepMatrix {
    private static final int STEPS = ProtocolStep.values().length;

    /** By the family's name, then by the step's ordinal. */
    private final TreeMap<String, long[]> counts = new TreeMap<>();

    void add(String family, int steps) {
        long[] row = row(family);
        for (int left = steps; left != 0; left &= left - 1) {
            row[Integer.numberOfTrailingZeros(left)]++;
        }
    }

    public void addAll(StepMatrix other) {
        for (Map.Entry<String, long[]> each : other.counts.entrySet()) {
            long[] row = row(each.getKey());
            for (int i = 0; i < STEPS; i++) {
                row[i] += each.getValue()[i];
            }
        }
    }

    public long of(String family, ProtocolStep step) {
        long[] row = counts.get(family);
        return row == null ? 0 : row[step.ordinal()];
    }

    private long[] row(String family) {
        return counts.computeIfAbsent(family, _ -> new long[STEPS]);
    }
}
