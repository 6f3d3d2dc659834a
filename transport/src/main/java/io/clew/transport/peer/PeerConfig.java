package io.clew.transport.peer;

import io.clew.engine.raft.NodeId;
import io.clew.transport.HostPort;

import org.jspecify.annotations.Nullable;

/**
 * Who this node is for its peers.
 *
 * @param address {@code host:port} at which the others reach this node
 * @param secret null if the network itself keeps strangers away
 */
public record PeerConfig(
        NodeId self, String address, @Nullable ClusterSecret secret, Timing timing, Limits limits) {

    public PeerConfig {
        if (!self.bound()) {
            throw new IllegalArgumentException("a node must know its own id");
        }
        HostPort.parse(address);
    }

    public PeerConfig(NodeId self, String address, @Nullable ClusterSecret secret) {
        this(self, address, secret, Timing.DEFAULT, Limits.DEFAULT);
    }

    public PeerConfig withTiming(Timing other) {
        return new PeerConfig(self, address, secret, other, limits);
    }

    public PeerConfig withLimits(Limits other) {
        return new PeerConfig(self, address, secret, timing, other);
    }

    /**
     * @param connectMillis how long to wait for a name to be resolved, and then for TCP to connect
     * @param handshakeMillis from the dial, or the upgrade, to the end of the handshake
     * @param pingMillis how long either side stays silent before it says that it is there
     * @param silenceMillis after that long without a byte the connection is taken for dead
     * @param backoffMillisMax the longest pause between two dials
     */
    public record Timing(
            int connectMillis,
            int handshakeMillis,
            int pingMillis,
            int silenceMillis,
            int backoffMillisMax) {
        public static final Timing DEFAULT = new Timing(300, 1000, 400, 1000, 300);

        public Timing {
            if (Math.min(connectMillis, backoffMillisMax) < 1
                    || handshakeMillis < connectMillis
                    || pingMillis < 5
                    || silenceMillis < 2 * pingMillis) {
                throw new IllegalArgumentException("peer timings contradict each other");
            }
        }

        /** Often enough that no deadline is missed by more than a fifth of a ping. */
        int tickMillis() {
            return pingMillis / 5;
        }
    }

    /**
     * @param controlBytesMax how much may wait in a control connection before frames are dropped
     * @param bulkBytesMax the same for a bulk connection; one message more than that may wait
     * @param acceptedMax connections that others opened, strangers included
     */
    public record Limits(int controlBytesMax, int bulkBytesMax, int acceptedMax) {
        public static final Limits DEFAULT = new Limits(8 << 20, 32 << 20, 256);

        public Limits {
            if (Math.min(controlBytesMax, bulkBytesMax) < 1 || acceptedMax < 1) {
                throw new IllegalArgumentException("peer limits must be positive");
            }
        }
    }
}
