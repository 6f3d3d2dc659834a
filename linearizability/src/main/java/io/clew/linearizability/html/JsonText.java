package io.clew.linearizability.html;

import org.jspecify.annotations.Nullable;

/**
 * Text as JSON that may stand inside a script element: no character in it can end the element or
 * begin a comment.
 */
public final class JsonText {
    /** A page is no place for values that fill it. */
    private static final int CHARS_MAX = 400;

    private JsonText() {}

    /** Long text loses its middle, and says how long it was. */
    public static void append(StringBuilder out, @Nullable String text) {
        if (text == null) {
            out.append("null");
            return;
        }
        out.append('"');
        String shown = shortened(text);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        out.append('"');
    }

    private static String shortened(String text) {
        int length = text.length();
        return length <= CHARS_MAX
                ? text
                : text.substring(0, CHARS_MAX / 2)
                        + "… ("
                        + length
                        + " characters) …"
                        + text.substring(length - CHARS_MAX / 2);
    }

    private static boolean isPlain(char c) {
        return switch (c) {
            case '"', '\\', '<', '>', '&', '\u2028', '\u2029' -> false;
            default -> c >= ' ' && c != 0x7F && !Character.isSurrogate(c);
        };
    }
}
