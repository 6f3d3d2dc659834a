package io.clew.sim;

/**
 * A range of seeds, written {@code 7} or {@code 1..1000}.
 *
 * @param from the first
 * @param to the last, included
 */
public record Seeds(long from, long to) {
    public Seeds {
        if (to < from) {
            throw new IllegalArgumentException("no seeds in " + from + ".." + to);
        }
    }

    public static Seeds parse(String text) {
        int dots = text.indexOf("..");
        return dots < 0
                ? new Seeds(Long.parseLong(text), Long.parseLong(text))
                : new Seeds(
                        Long.parseLong(text.substring(0, dots)),
                        Long.parseLong(text.substring(dots + 2)));
    }

    public long count() {
        return to - from + 1;
    }
}
