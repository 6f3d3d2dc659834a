package io.clew.sim.schedule;

import java.util.List;

/** One line of a written schedule, read word by word. */
final class ScheduleLine {
    private final String code;
    private final String comment;
    private final List<String> words;
    private int next;

    ScheduleLine(String line) {
        int hash = line.indexOf('#');
        code = (hash < 0 ? line : line.substring(0, hash)).strip();
        comment = hash < 0 ? "" : line.substring(hash + 1).strip();
        words = code.isEmpty() ? List.of() : List.of(code.split("\\s+"));
    }

    /** What follows the code, for people. */
    String comment() {
        return comment;
    }

    boolean atEnd() {
        return next == words.size();
    }

    void end() {
        if (!atEnd()) {
            throw new IllegalArgumentException("nothing is expected at '" + words.get(next) + "'");
        }
    }

    String word(String what) {
        if (atEnd()) {
            throw new IllegalArgumentException("the line ends where " + what + " is expected");
        }
        return words.get(next++);
    }

    long number(String what) {
        return number(word(what), "");
    }

    static long number(String word, String unit) {
        try {
            if (word.endsWith(unit)) {
                return Long.parseLong(word.substring(0, word.length() - unit.length()));
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + word + "' is no number" + unit);
    }

    /** The rest of the next word if it begins like this, else empty. */
    String optional(String prefix) {
        return atEnd() || !words.get(next).startsWith(prefix)
                ? ""
                : words.get(next++).substring(prefix.length());
    }

    /** Whether the next word is this one, which is then read. */
    boolean has(String word) {
        boolean found = !atEnd() && words.get(next).equals(word);
        next += found ? 1 : 0;
        return found;
    }

    String required(String prefix) {
        String rest = optional(prefix);
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(prefix + "… is expected");
        }
        return rest;
    }

    /** All that is left, which is one text in quotes. */
    String quoted() {
        int from = code.indexOf('"');
        int to = code.lastIndexOf('"');
        if (from < 0 || to == from || to != code.length() - 1) {
            throw new IllegalArgumentException("a text in quotes is expected");
        }
        next = words.size();
        return code.substring(from + 1, to);
    }
}
