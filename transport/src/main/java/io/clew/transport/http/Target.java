package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request target taken apart, still encoded.
 *
 * @param query what follows the question mark, empty if there is none
 */
public record Target(String path, String query) {
    public static Target parse(String raw) {
        String origin = raw.startsWith("/") ? raw : withoutAuthority(raw);
        int mark = origin.indexOf('?');
        return mark < 0
                ? new Target(origin, "")
                : new Target(origin.substring(0, mark), origin.substring(mark + 1));
    }

    /** Proxies are sent whole URLs, and servers must take them too (RFC 9112 §3.2.2). */
    private static String withoutAuthority(String raw) {
        if (!raw.regionMatches(true, 0, "http://", 0, 7)) {
            return raw;
        }
        int path = 7;
        while (path < raw.length() && raw.charAt(path) != '/' && raw.charAt(path) != '?') {
            path++;
        }
        String rest = raw.substring(path);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** The decoded value of the first parameter of that name; null if there is none. */
    public @Nullable String parameter(String name) {
        if (query.isEmpty()) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (key.equals(name)) {
                String value = equals < 0 ? "" : pair.substring(equals + 1).replace('+', ' ');
                String decoded = decode(value);
                return decoded == null ? value : decoded;
            }
        }
        return null;
    }

    /** Percent-decodes once; null if the encoding is broken. */
    static @Nullable String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            out.write(high << 4 | low);
            i += 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
