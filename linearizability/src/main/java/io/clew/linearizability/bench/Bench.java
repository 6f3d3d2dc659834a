package io.clew.linearizability.bench;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Decision;
import io.clew.linearizability.ParallelChecker;
import io.clew.linearizability.format.HistoryFormat;
import io.clew.linearizability.format.Recording;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table with one line for each history: the verdict, whether it is the right one, and how long
 * the search takes once the program is warm.
 */
public final class Bench {
    private static final int RUNS_MAX = 2_000;
    private static final int RUNS_MIN = 3;

    private final Path folder;
    private final @Nullable Peer peer;
    private final Budget budget;
    private final int threads;
    private final Duration each;
    private final PrintWriter out;
    private final Goals goals = new Goals();
    private final List<String> wrong = new ArrayList<>();
    private int count;
    private double slowestMillis;

    /**
     * A bench of the histories in the folder.
     *
     * @param peer the command of another checker (see {@link Peer}), if there is one
     * @param peerLimit how long that may take for a history
     * @param each how long a history is searched to get warm, and then again to measure
     */
    public Bench(
            Path folder,
            @Nullable String peer,
            Duration peerLimit,
            Budget budget,
            int threads,
            Duration each,
            PrintWriter out) {
        this.folder = folder;
        this.peer = peer == null ? null : new Peer(peer, peerLimit);
        this.budget = budget;
        this.threads = threads;
        this.each = each;
        this.out = out;
    }

    /** Searches a history so that the machine gets to know the program; answers zero. */
    public int warm(Recording recording) {
        run(recording, new ArrayList<>());
        return 0;
    }

    /** Prints the head of the table. */
    public void begin() {
        out.printf(
                Locale.ROOT,
                "%-44s %9s  %-12s %-10s %9s %10s",
                "history",
                "ops",
                "verdict",
                "expected",
                "read ms",
                "search ms");
        out.println(peer == null ? "" : "    other ms      ratio  goal");
        out.flush();
    }

    /** Measures one history. */
    public void add(Path file, Recording recording, double readMillis) throws IOException {
        Measured ours = measure(recording);
        Optional<Decision> expected = Expected.of(file);
        boolean right = expected.isEmpty() || expected.get() == ours.decision();
        String name = folder.relativize(file).toString();
        out.printf(
                Locale.ROOT,
                "%-44s %9d  %-12s %-10s %9.1f %10.3f",
                name,
                recording.history().operations().size(),
                ours.decision(),
                expected.isEmpty() ? "-" : right ? "yes" : "WRONG",
                readMillis,
                ours.millis());
        out.flush();
        if (peer != null) {
            right &= compare(peer, name, file, recording, ours);
        }
        out.println();
        out.flush();
        count++;
        slowestMillis = Math.max(slowestMillis, ours.millis());
        if (!right) {
            wrong.add(name);
        }
    }

    /** Whether the other one does not come to the opposite verdict. */
    private boolean compare(Peer with, String name, Path file, Recording recording, Measured ours)
            throws IOException {
        HistoryFormat format = HistoryFormat.of(file).orElse(HistoryFormat.JSON);
        Optional<Measured> answer = with.check(file, format, recording.model().failedCas());
        if (answer.isEmpty()) {
            out.print("           -");
            return true;
        }
        Measured other = answer.get();
        boolean met = goals.add(name, ours.millis(), other.millis());
        boolean agrees =
                other.decision() == ours.decision()
                        || other.decision() == Decision.UNKNOWN
                        || ours.decision() == Decision.UNKNOWN;
        out.printf(
                Locale.ROOT,
                "%12.3f %8.1f x  %s%s%s",
                other.millis(),
                other.millis() / ours.millis(),
                met ? "met" : "MISSED",
                other.decision() == Decision.UNKNOWN ? " (it gave up)" : "",
                agrees ? "" : " (it says " + other.decision() + ")");
        return agrees;
    }

    private Measured measure(Recording recording) {
        run(recording, new ArrayList<>());
        List<Double> millis = new ArrayList<>();
        Decision decision = run(recording, millis);
        double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
        return new Measured(decision, Measured.median(all));
    }

    private Decision run(Recording recording, List<Double> millis) {
        long begin = System.nanoTime();
        Decision decision = Decision.UNKNOWN;
        while (millis.size() < RUNS_MIN
                || (millis.size() < RUNS_MAX && System.nanoTime() - begin < each.toNanos())) {
            long start = System.nanoTime();
            decision =
                    ParallelChecker.decide(recording.history(), recording.model(), budget, threads);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        return decision;
    }

    /** Prints the sums; true if no verdict was wrong. */
    public boolean end() {
        out.printf(
                Locale.ROOT,
                "%d histories, the slowest search %.3f ms; wrong verdicts: %s%n",
                count,
                slowestMillis,
                wrong.isEmpty() ? "none" : String.join(", ", wrong));
        if (peer != null) {
            goals.summary().forEach(out::println);
        }
        out.flush();
        return wrong.isEmpty();
    }
}
