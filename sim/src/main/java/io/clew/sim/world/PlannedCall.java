package io.clew.sim.world;

/**
 * One call that a client will make, fixed before the run.
 *
 * @param thinkNanos how long it waits after the end of the call before
 * @param gathers whether it waits until virtual time is next a multiple of that instead, where it
 *     meets the others who do so
 * @param key empty where the kind needs none
 * @param bytes length of the value that is put
 * @param node the number of the node that is asked first, {@link #SAME} for the one asked last
 */
public record PlannedCall(
        long thinkNanos, boolean gathers, Kind kind, String key, int bytes, int node) {
    /** Stands for the node that was asked last, which may well lead. */
    public static final int SAME = -1;

    /** What is called. */
    public enum Kind {
        PUT,
        /** Reads the newest state. */
        GET,
        DELETE,
        CLEAR,
        /** Reads what any node has. */
        STALE,
        /** Reads what any node has that has as much as the client has seen. */
        SESSION;

        /** Whether any node answers by itself. */
        boolean local() {
            return this == STALE || this == SESSION;
        }
    }

    public PlannedCall withKind(Kind other) {
        return new PlannedCall(thinkNanos, gathers, other, key, bytes, node);
    }

    public PlannedCall withThink(long nanos) {
        return new PlannedCall(nanos, gathers, kind, key, bytes, node);
    }

    public PlannedCall withBytes(int other) {
        return new PlannedCall(thinkNanos, gathers, kind, key, other, node);
    }

    public PlannedCall withNode(int other) {
        return new PlannedCall(thinkNanos, gathers, kind, key, bytes, other);
    }
}
