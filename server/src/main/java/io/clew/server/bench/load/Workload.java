package io.clew.server.bench.load;

/**
 * What is asked of the servers.
 *
 * @param clients each with one request under way at any time
 * @param rate requests a second of all clients together, whatever the servers do; 0 for as many as
 *     they answer
 * @param readShare of all operations, from 0 to 1; the others are writes
 * @param stale whether reads may be answered by any node from what it has
 * @param keys are chosen uniformly from so many
 * @param keyPrefix begins the names of the keys, which are 16 bytes long if it has 4
 */
public record Workload(
        int clients,
        double rate,
        int valueBytes,
        double readShare,
        boolean stale,
        int keys,
        String keyPrefix,
        long seed) {
    /** What the keys are called if nothing else is wanted. */
    public static final String KEY_PREFIX = "key-";

    /** Linearizable operations as fast as they are answered. */
    public static Workload closedLoop(int clients, int valueBytes, double readShare, int keys) {
        return new Workload(clients, 0, valueBytes, readShare, false, keys, KEY_PREFIX, 1);
    }

    /** The same with other keys. */
    public Workload withKeyPrefix(String prefix) {
        return new Workload(clients, rate, valueBytes, readShare, stale, keys, prefix, seed);
    }

    /** The same with reads that any node may answer from what it has. */
    public Workload withStaleReads() {
        return new Workload(clients, rate, valueBytes, readShare, true, keys, keyPrefix, seed);
    }
}
