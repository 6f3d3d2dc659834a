package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;

import java.nio.charset.StandardCharsets;

/** The beginning of a text that may be too long to be shown as a whole, and whether it is cut. */
record Excerpt(String text, boolean cut) {
    static Excerpt of(String whole, int charsMax) {
        return whole.length() <= charsMax
                ? new Excerpt(whole, false)
                : new Excerpt(whole.substring(0, charsMax), true);
    }

    /** Never ends within a character; what is cut off is not looked at. */
    static Excerpt of(Bytes utf8, int bytesMax) {
        if (utf8.size() <= bytesMax) {
            return new Excerpt(utf8.utf8(), false);
        }
        int end = bytesMax;
        while (end > 0 && continues(utf8.at(end))) {
            end--;
        }
        return new Excerpt(new String(utf8.array(), 0, end, StandardCharsets.UTF_8), true);
    }

    /** Whether a byte belongs to the character that begins before it. */
    private static boolean continues(byte b) {
        return (b & 0xc0) == 0x80;
    }

    Excerpt behind(String before) {
        return new Excerpt(before + text, cut);
    }
}
