package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

/** Which keys there are: short ones of characters that need no quoting anywhere. */
public final class KeyRule {
    static final int LENGTH_MAX = 1024;

    private KeyRule() {}

    /** What is wrong with a key, null if nothing is. */
    public static @Nullable String fault(String key) {
        if (key.isEmpty()) {
            return "key cannot be empty";
        }
        if (key.length() > LENGTH_MAX) {
            return "key cannot be longer than " + LENGTH_MAX + " bytes";
        }
        for (int i = 0; i < key.length(); i++) {
            if (!allowed(key.charAt(i))) {
                return "key can have only letters, digits and : _ . -";
            }
        }
        return null;
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == ':'
                || c == '_'
                || c == '.'
                || c == '-';
    }
}
