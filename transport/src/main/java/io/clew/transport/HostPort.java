package io.clew.transport;

import io.netty.util.NetUtil;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address, {@code host:port}. Its text is a node's name in the cluster.
 *
 * @param host in lower case, an IPv6 host without the brackets that it has in the text
 */
public record HostPort(String host, int port) {
    /** What a missing host means where people write addresses, as in {@code :8001}. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int LENGTH_MAX = 270;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /**
     * An address as nodes write it.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static HostPort parse(String address) {
        refuse("an address", faultOfAddress(address));
        return taken(address);
    }

    /** The same; null if it is not an address, whatever a stranger sent. */
    public static @Nullable HostPort tryParse(String address) {
        return faultOfAddress(address) == null ? taken(address) : null;
    }

    /**
     * An address as people write it: its host may be left out.
     *
     * @param what is written there, for the complaint
     * @throws IllegalArgumentException if the text is none
     */
    public static HostPort parse(String what, String text) {
        String whole = withHost(text.strip());
        refuse(what, faultOfAddress(whole));
        return taken(whole);
    }

    /** What was written, with the host that it may leave out. */
    public static String withHost(String address) {
        return address.startsWith(":") ? LOOPBACK + address : address;
    }

    /**
     * A port alone.
     *
     * @param what is written there, for the complaint
     * @throws IllegalArgumentException if the text is none
     */
    public static int port(String what, String text) {
        refuse(what, faultOfPort(text));
        return Integer.parseInt(text);
    }

    private static void refuse(String what, @Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException(what + " " + fault);
        }
    }

    private static HostPort taken(String address) {
        int colon = address.lastIndexOf(':');
        int bracket = address.startsWith("[") ? 1 : 0;
        String host = address.substring(bracket, colon - bracket).toLowerCase(Locale.ROOT);
        return new HostPort(host, Integer.parseInt(address.substring(colon + 1)));
    }

    private static @Nullable String faultOfAddress(String text) {
        if (text.length() > LENGTH_MAX) {
            return "has " + LENGTH_MAX + " characters at most";
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return "needs HOST:PORT, not '" + text + "'";
        }
        return isHost(text.substring(0, colon))
                ? faultOfPort(text.substring(colon + 1))
                : "has no valid host: '" + text + "'";
    }

    private static boolean isHost(String text) {
        return NAME.matcher(text).matches()
                || (IN_BRACKETS.matcher(text).matches()
                        && NetUtil.isValidIpV6Address(text.substring(1, text.length() - 1)));
    }

    private static @Nullable String faultOfPort(String text) {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        return port < 1 || port > 65_535
                ? "needs a port from 1 to 65535, not '" + text + "'"
                : null;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
