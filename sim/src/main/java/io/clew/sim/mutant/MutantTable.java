package io.clew.sim.mutant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which planted bugs were found, by whom, and after how many seeds. */
public final class MutantTable {
    private final List<Row> rows;

    /**
     * One mutant and its hunts, each from another start.
     *
     * @param clean whether the engine as it is passes with the very seeds that found it
     */
    public record Row(Mutant mutant, List<Hunt> hunts, boolean clean) {
        public Row {
            hunts = List.copyOf(hunts);
        }

        /** The seeds that were needed from the middle one of the starts. */
        long median() {
            long[] needed =
                    hunts.stream()
                            .mapToLong(h -> h.found() ? h.seeds() : TableLine.NEVER)
                            .sorted()
                            .toArray();
            return needed[needed.length / 2];
        }

        /** Whether most of the hunts found it, and nothing else. */
        public boolean found() {
            return median() != TableLine.NEVER && clean;
        }

        /** The seeds that found it, one of each hunt that did. */
        private List<Long> finds() {
            return hunts.stream().filter(Hunt::found).map(Hunt::seed).toList();
        }

        /** A seed that found it, if there is one. */
        public Optional<Long> firstFinds() {
            return finds().stream().findFirst();
        }

        /** The oracles that saw it, most frequent first. */
        private String oracles() {
            var counts = new TreeMap<String, Integer>();
            for (Hunt hunt : hunts) {
                String oracle = hunt.oracle();
                if (oracle != null) {
                    counts.merge(oracle, 1, Integer::sum);
                }
            }
            String names =
                    counts.entrySet().stream()
                            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                            .map(Map.Entry::getKey)
                            .collect(Collectors.joining("; "));
            return names.isEmpty() ? "nobody" : names;
        }

        private String needed() {
            var all = new ArrayList<String>();
            for (Hunt hunt : hunts) {
                all.add((hunt.found() ? "" : ">") + hunt.seeds());
            }
            String middle =
                    median() == TableLine.NEVER ? TableLine.NOT_FOUND : "**" + median() + "**";
            return middle + " (" + String.join(", ", all) + ")";
        }

        private long stopped() {
            return hunts.stream().mapToLong(Hunt::stopped).sum();
        }

        /** One line for people who wait. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%-5s %s, %s%s%s: %s",
                    mutant.id(),
                    needed().replace("*", ""),
                    oracles(),
                    stopped() == 0 ? "" : ", engine stopped " + stopped() + " times",
                    clean ? "" : ", BUT THE ENGINE AS IT IS FAILS AS WELL",
                    mutant.what());
        }

        private Map<String, Object> json() {
            var all = new LinkedHashMap<String, Object>();
            all.put("id", mutant.id());
            all.put("what", mutant.what());
            all.put("profile", mutant.profile());
            all.put("found", found());
            all.put("seeds", hunts.stream().map(Hunt::seeds).toList());
            all.put("foundBy", finds());
            all.put("seenBy", oracles());
            all.put("stopped", stopped());
            all.put("clean", clean);
            return all;
        }

        private TableLine line() {
            return new TableLine(mutant.id(), markdown(), median(), found());
        }

        private String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s |%n",
                    mutant.id(),
                    mutant.what(),
                    mutant.profile(),
                    needed(),
                    oracles(),
                    stopped() == 0 ? "" : stopped(),
                    clean ? TableLine.CLEAN : "**no**");
        }
    }

    public MutantTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    public List<Row> rows() {
        return rows;
    }

    public boolean complete() {
        return rows.stream().allMatch(Row::found);
    }

    /** The sum in one sentence. */
    public String total() {
        return TableLine.total(rows.stream().map(Row::line).toList());
    }

    public Map<String, Object> json() {
        var all = new LinkedHashMap<String, Object>();
        all.put("complete", complete());
        all.put("total", total());
        all.put("mutants", rows.stream().map(Row::json).toList());
        return all;
    }

    /**
     * The table as it is written down.
     *
     * @param before the one of before, whose lines are kept for all that were not hunted now
     * @throws IllegalArgumentException if it lacks one of them
     */
    public String markdown(String before) {
        var lines = new TreeMap<>(TableLine.read(before));
        rows.forEach(row -> lines.put(row.mutant.id(), row.line()));
        List<TableLine> all = Mutants.all().stream().map(m -> line(lines, m)).toList();
        var text = new StringBuilder(HEAD);
        text.append(TableLine.total(all)).append("; ").append(Mutants.unseen().size());
        text.append(" more are planted and still too rare, see below.\n\n").append(COLUMNS);
        all.forEach(line -> text.append(line.text()));
        text.append(UNSEEN);
        Mutants.unseen().forEach(m -> text.append("- **" + m.id() + "** " + m.what() + ".\n"));
        text.append(ImpossibleBugs.markdown());
        return text.toString();
    }

    private static TableLine line(Map<String, TableLine> lines, Mutant mutant) {
        TableLine line = lines.get(mutant.id());
        if (line == null) {
            throw new IllegalArgumentException("the table lacks " + mutant.id() + ": hunt it, too");
        }
        return line;
    }

    private static final String HEAD =
            """
            # Known bugs

            Bugs that other implementations of Raft have really had, and some that this one had or
            might have, each planted in this engine by an edit of its sources, and how long the
            simulator takes to find it. Generated by `./run.sh sim mutants --write`; do not edit.

            *Seeds* is how many schedules had to run until one saw the bug: the middle one of some
            searches, then each of them; >500 is one that was given up after so many. E14, R5, R10,
            D2 and M1 are given 2,000, all others 500. They begin at the seeds 1, 1,000,001,
            2,000,001 and so on, so that 3 in the second place is seed 1,000,003. After a change to
            the sources it may be another: `./run.sh sim mutants --only ID` hunts anew and prints a
            command that shows what it found. What counts is a check of the simulator: where the
            engine stopped by a check of its own, the search went on (*stops* says how often).
            *Clean*: the same seeds pass without the bug.

            """;

    private static final String UNSEEN =
            """

            ## Still too rare

            Planted and compiled like the others, and found after more schedules than 500, or not
            yet: what the simulator has to become better at.

            """;

    private static final String COLUMNS =
            """
            | id | what is wrong | profile | seeds | seen by | stops | clean |
            |---|---|---|---|---|---|---|
            """;
}
