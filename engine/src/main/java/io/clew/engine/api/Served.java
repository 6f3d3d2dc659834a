package io.clew.engine.api;

/**
 * By whom a read was answered, and as of when.
 *
 * @param applied the last entry in the state that was read
 * @param stalenessNanos whatever was acknowledged so long ago, or earlier, is in that state;
 *     negative if nothing is known, and for reads that need no such bound
 */
public record Served(Status.Role role, long applied, long stalenessNanos) {
    /** Stands for a bound that nobody knows or needs. */
    public static final long UNBOUNDED = -1;
}
