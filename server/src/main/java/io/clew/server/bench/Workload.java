package io.clew.server.bench;

import java.time.Duration;

/**
 * What is asked of the servers.
 *
 * @param connections each with one request under way at any time
 * @param readShare of all operations, from 0 to 1; the others are writes
 * @param rate requests a second of all connections together, whatever the servers do; 0 for as many
 *     as they answer
 * @param keys are chosen uniformly from so many
 */
record Workload(
        int connections,
        double rate,
        int valueBytes,
        double readShare,
        int keys,
        long seed,
        Duration warmup,
        Duration duration) {}
