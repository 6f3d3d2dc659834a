package io.clew.server;

import io.clew.transport.HostPort;

import java.util.function.Supplier;

/** Addresses and ports that people have written: a mistake there is wrong usage. */
final class Addresses {
    private Addresses() {}

    /** See {@link HostPort#parse(String, String)}. */
    static HostPort parse(String what, String text) {
        return orUsage(() -> HostPort.parse(what, text));
    }

    /** See {@link HostPort#port}. */
    static int port(String what, String text) {
        return orUsage(() -> HostPort.port(what, text));
    }

    private static <T> T orUsage(Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
