package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * An address as it is written on the command line; its text is the member's name in the cluster.
 */
record HostPort(String host, int port) {
    /** A missing host means this machine, as in {@code :8001}. */
    static final String LOOPBACK = "127.0.0.1";

    static HostPort parse(String what, String text) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        if (colon < 0) {
            throw new UsageException(what + " needs HOST:PORT, not '" + text + "'");
        }
        String host = trimmed.substring(0, colon).toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            host = LOOPBACK;
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && !host.matches("[a-z0-9._-]+")) {
            throw new UsageException(what + " has no valid host: '" + text + "'");
        }
        return new HostPort(host, port(what, trimmed.substring(colon + 1)));
    }

    static int port(String what, String text) {
        @Nullable Integer port = text.matches("[0-9]{1,5}") ? Integer.valueOf(text) : null;
        if (port == null || port < 1 || port > 65_535) {
            throw new UsageException(what + " needs a port from 1 to 65535, not '" + text + "'");
        }
        return port;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
