package io.clew.sim.exhaust;

import io.clew.sim.Result;
import io.clew.sim.report.FailurePage;
import io.clew.sim.report.Recorder;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All orders of messages, with more and more trouble, until time ends. */
@Command(
        name = "orders",
        description =
                "Tries all orders in which messages can arrive on three nodes, first without and"
                        + " then with more and more trouble; ends with 0 if all held and was tried,"
                        + " 1 if not, 3 if time ran out.",
        mixinStandardHelpOptions = true)
final class OrdersCommand extends SearchCommand {
    private static final double NANOS_PER_MINUTE = 60e9;

    @Option(
            names = "--opening",
            paramLabel = "NAME",
            description = "fresh, elected, leaderless or deposed (default: each)")
    private @Nullable String opening;

    @Option(names = "--timeouts", paramLabel = "N", description = "with so many timeouts at most")
    private @Nullable Integer timeouts;

    @Option(names = "--crashes", paramLabel = "N", description = "with so many crashes at most")
    private @Nullable Integer crashes;

    @Option(names = "--losses", paramLabel = "N", description = "with so many lost frames at most")
    private @Nullable Integer losses;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "moves after the opening (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private int depth = 60;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "ends after this time (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private double minutes = 2;

    @Option(
            names = "--moves",
            paramLabel = "MOVES",
            description = "plays these after the opening and nothing else")
    private @Nullable String moves;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "writes a page of what failed, or of the given moves")
    private @Nullable Path html;

    @Override
    int search(PrintWriter out) throws IOException {
        requireTime(minutes);
        if (depth < 1) {
            throw usage("--depth must be at least 1");
        }
        try {
            List<Opening> openings =
                    opening == null ? Opening.all() : List.of(Opening.named(opening));
            if (moves == null) {
                return search(openings, out);
            }
            if (openings.size() == 1) {
                return play(openings.getFirst(), Move.parse(moves), out);
            }
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        throw usage("--moves needs --opening");
    }

    private int search(List<Opening> openings, PrintWriter out) throws IOException {
        long start = System.nanoTime();
        for (Troubles troubles : levels()) {
            for (Opening each : openings) {
                Orders.Report report =
                        Orders.search(
                                each,
                                troubles,
                                () -> System.nanoTime() - start > minutes * NANOS_PER_MINUTE);
                out.println(line(report));
                Orders.Found found = report.found();
                if (found != null) {
                    return finish(each, found, out);
                }
                if (report.stopped()) {
                    out.println("held as far as time allowed");
                    return UNFINISHED;
                }
            }
        }
        out.println("all invariants held");
        return CommandLine.ExitCode.OK;
    }

    /** What was asked for, or a little more at a time. */
    private List<Troubles> levels() {
        if (timeouts != null || crashes != null || losses != null) {
            return List.of(new Troubles(or0(timeouts), or0(crashes), or0(losses), depth));
        }
        int[][] steps = {
            {0, 0, 0}, {0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {1, 0, 1}, {1, 1, 0}, {2, 0, 0}, {2, 1, 1}
        };
        var levels = new ArrayList<Troubles>();
        for (int[] step : steps) {
            levels.add(new Troubles(step[0], step[1], step[2], depth));
        }
        return levels;
    }

    private static int or0(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String line(Orders.Report report) {
        Troubles troubles = report.troubles();
        return String.format(
                Locale.ROOT,
                "%s, timeouts %d, crashes %d, losses %d: %,d positions, %,d moves, deepest %d, %s",
                report.opening(),
                troubles.timeouts(),
                troubles.crashes(),
                troubles.losses(),
                report.positions(),
                report.moves(),
                report.deepest(),
                howFar(report));
    }

    private static String howFar(Orders.Report report) {
        if (report.found() != null) {
            return "the last one violates something";
        }
        if (report.stopped()) {
            return "time ran out";
        }
        return report.cut() ? "all to that depth" : "all there are";
    }

    private int finish(Opening from, Orders.Found found, PrintWriter out) throws IOException {
        out.println("violates: " + found.violation().invariant());
        out.println("  " + found.violation().getMessage());
        out.println("  replay: " + command(from, found.moves()));
        if (html != null) {
            play(from, found.moves(), out);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private int play(Opening from, List<Move> after, PrintWriter out) throws IOException {
        List<Recorder> recorders = new ArrayList<>();
        Result.Failure failure = null;
        try {
            var bench = new Bench(from.calls(), world -> recorders.add(Recorder.watching(world)));
            bench.play(from.moves());
            bench.play(after);
        } catch (Violation e) {
            failure = new Result.Failure(e.invariant(), String.valueOf(e.getMessage()), e);
        }
        int status = told(failure, out);
        if (html != null) {
            Recorder recorder = recorders.getFirst();
            recorder.end(List.of(), failure != null);
            String name = "opening " + from.name() + ", then " + after.size() + " moves";
            Files.writeString(
                    html, new FailurePage(name, command(from, after), recorder, failure).page());
            out.println("wrote " + html);
        }
        return status;
    }

    private String command(Opening from, List<Move> after) {
        return command("orders --opening " + from.name() + " --moves '" + Move.text(after) + "'");
    }
}
