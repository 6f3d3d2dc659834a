package io.clew.transport;

import org.jspecify.annotations.Nullable;

/** An address as it is written: {@code host:port}, an IPv6 host in brackets. */
public record HostPort(String host, int port) {
    private static final int LENGTH_MAX = 270;

    /**
     * The address.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static HostPort parse(String address) {
        HostPort result = tryParse(address);
        if (result == null) {
            throw new IllegalArgumentException("not an address of the form host:port: " + address);
        }
        return result;
    }

    /** Null if it is not an address, whatever a stranger sent. */
    public static @Nullable HostPort tryParse(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1
                || address.length() > LENGTH_MAX
                || !address.chars().allMatch(c -> printable(c))) {
            return null;
        }
        int port = port(address.substring(colon + 1));
        if (port < 0) {
            return null;
        }
        String host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    private static boolean printable(int c) {
        return c > ' ' && c < 0x7f;
    }

    private static int port(String digits) {
        try {
            int port = Integer.parseInt(digits);
            return port < 1 || port > 65_535 ? -1 : port;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
