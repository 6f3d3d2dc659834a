package io.clew.linearizability;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory as it is typed: {@code 512m} or {@code 2g}. */
final class MemorySize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([kmg]?)");

    /**
     * What a search may take if nothing is said: the rest is for the history, and for tables while
     * they grow.
     */
    static long byDefault() {
        return Runtime.getRuntime().maxMemory() / 3;
    }

    @Override
    public Long convert(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException("expected a size like 512m, but found " + text);
        }
        int shift =
                switch (form.group(2)) {
                    case "k" -> 10;
                    case "m" -> 20;
                    case "g" -> 30;
                    default -> 0;
                };
        return Long.parseLong(form.group(1)) << shift;
    }
}
