package io.clew.server;

import com.sun.management.UnixOperatingSystemMXBean;

import io.clew.transport.http.HttpServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;

/** How many connections the process's limit of open files leaves for clients. */
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    /** For the data folder, the peers, the libraries, and connections that are being refused. */
    private static final int RESERVED = 512 + HttpServer.SURPLUS_MAX;

    /**
     * To as many leaders a node that forwards may have all its connections at once; to more only if
     * the shards' leaders move while it forwards as much as it can.
     */
    private static final int LEADERS = 4;

    private OpenFiles() {}

    /**
     * The connections that were asked for, or fewer where the system allows fewer.
     *
     * @param forwards whether clients' requests are sent on over connections to other nodes
     */
    static int connections(int wanted, boolean forwards) {
        return connections(
                wanted,
                forwards,
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    static int connections(int wanted, boolean forwards, long filesMax) {
        long free = Math.max(1, filesMax - RESERVED);
        // A client has one request under way, which takes one connection more.
        long forwarding = forwards ? Math.min(free / 2, LEADERS * Forwarding.CONNECTIONS) : 0;
        long room = free - forwarding;
        if (room >= wanted) {
            return wanted;
        }
        // Without a descriptor left nothing could be accepted at all, peers and health included.
        LOG.warn(
                "the limit of {} open files leaves {} of {} client connections",
                filesMax,
                room,
                wanted);
        return (int) room;
    }
}
