package io.clew.transport.http;

import java.util.Locale;

/** How an enum's constant is called in answers. */
final class Word {
    private Word() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
