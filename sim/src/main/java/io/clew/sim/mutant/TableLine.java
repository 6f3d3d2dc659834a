package io.clew.sim.mutant;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * One mutant's line of the written table, just made or read back from a table of before.
 *
 * @param median how many seeds it took, {@link #NEVER} if it was not found
 * @param found whether most of the hunts found it, and nothing else
 */
record TableLine(String id, String text, long median, boolean found) {
    /** A median that no number of seeds reached. */
    static final long NEVER = Long.MAX_VALUE;

    static final String NOT_FOUND = "**not found**";
    static final String CLEAN = "yes";

    private static final Pattern WRITTEN =
            Pattern.compile("\\| (\\S+) \\| .* \\| \\*\\*(\\d+|not found)\\*\\* .* \\| (\\S+) \\|");

    /** The lines of a written table, by their mutants. */
    static Map<String, TableLine> read(String table) {
        var lines = new TreeMap<String, TableLine>();
        table.lines()
                .map(WRITTEN::matcher)
                .filter(Matcher::matches)
                .map(TableLine::of)
                .forEach(line -> lines.put(line.id, line));
        return lines;
    }

    private static TableLine of(Matcher line) {
        String middle = line.group(2);
        boolean never = NOT_FOUND.contains(middle);
        long median = never ? NEVER : Long.parseLong(middle);
        boolean found = !never && line.group(3).equals(CLEAN);
        return new TableLine(line.group(1), line.group() + "\n", median, found);
    }

    /** The sum in one sentence. */
    static String total(List<TableLine> lines) {
        long[] medians =
                lines.stream()
                        .filter(TableLine::found)
                        .mapToLong(TableLine::median)
                        .sorted()
                        .toArray();
        String found = medians.length + " of " + lines.size() + " planted bugs found";
        if (medians.length == 0) {
            return found;
        }
        return String.format(
                Locale.ROOT,
                "%s, each by a named check and not by a crash; half of them within %d seeds,"
                        + " %d within 10, the rarest after %d",
                found,
                medians[medians.length / 2],
                LongStream.of(medians).filter(median -> median <= 10).count(),
                medians[medians.length - 1]);
    }
}
