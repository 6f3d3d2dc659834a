package io.clew.linearizability.bench;

import io.clew.linearizability.Decision;

import java.util.Arrays;

/**
 * What a checker said of a history, and how long its search took in the median of several runs.
 *
 * @param millis for a checker that did not end in time, what it was allowed
 */
record Measured(Decision decision, double millis) {
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
