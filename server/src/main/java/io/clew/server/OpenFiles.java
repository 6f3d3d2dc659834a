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

    private OpenFiles() {}

    /** The connections that were asked for, or fewer where the system allows fewer. */
    static int connections(int wanted) {
        return connections(
                wanted,
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    static int connections(int wanted, long filesMax) {
        long room = Math.max(1, filesMax - RESERVED);
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
