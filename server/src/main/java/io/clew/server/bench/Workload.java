package io.clew.server.bench;

import java.time.Duration;

/**
 * What is asked of the servers.
 *
 * @param connections each with one request under way at any time
 * @param readShare of all operations, from 0 to 1; the others are writes
 * @param keys are chosen uniformly from so many
 */
record Workload(
        int connections,
        int valueBytes,
        double readShare,
        int keys,
        long seed,
        Duration warmup,
        Duration duration) {}
