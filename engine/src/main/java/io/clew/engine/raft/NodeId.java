package io.clew.engine.raft;

import java.util.HexFormat;

/**
 * The identity of one data folder: a random number made together with it, so that a node which lost
 * its disk is somebody else. Its address is an attribute that may change.
 */
public record NodeId(long value) implements Comparable<NodeId> {
    /**
     * A member that has an address but has not been met yet; it can neither vote nor acknowledge.
     */
    public static final NodeId UNBOUND = new NodeId(0);

    public boolean bound() {
        return value != 0;
    }

    @Override
    public int compareTo(NodeId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
