package io.clew.sim.exhaust;

import io.clew.sim.disk.SimDisk;
import io.clew.sim.report.Pages;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A crash at every boundary of a short script, or at a given one. */
@Command(
        name = "crashes",
        description =
                "Crashes a node at every boundary between two effects of a short script, each"
                        + " followed by recovery; ends with 0 if all held, 1 if not, 3 if time ran"
                        + " out.",
        mixinStandardHelpOptions = true)
final class CrashesCommand extends SearchCommand {

    private static final double NANOS_PER_MINUTE = 60e9;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "tries only each N-th boundary (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int every = 1;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "how the disk is left: ${COMPLETION-CANDIDATES} (default: each)")
    private SimDisk.@Nullable Crash kind;

    @Option(names = "--boundary", paramLabel = "N", description = "crashes at this one alone")
    private @Nullable Integer boundary;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "ends after this time, even if boundaries are left")
    private double minutes = Double.POSITIVE_INFINITY;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "writes a page of what failed, or of the given boundary")
    private @Nullable Path html;

    @Override
    int search(PrintWriter out) throws IOException {
        requireTime(minutes);
        if (every < 1) {
            throw usage("--every must be at least 1");
        }
        List<SimDisk.Crash> kinds = kind == null ? List.of(SimDisk.Crash.values()) : List.of(kind);
        if (boundary != null) {
            return runOne(boundary, kinds.getFirst(), out);
        }
        long start = System.nanoTime();
        CrashPoints.Report report =
                CrashPoints.search(
                        kinds, every, () -> System.nanoTime() - start > minutes * NANOS_PER_MINUTE);
        out.printf(
                Locale.ROOT,
                "%,d boundaries %s%nthe script: %s%n%,d runs in %.1f s%n",
                report.boundaries(),
                report.byEffect(),
                String.join(", ", report.deeds()),
                report.runs(),
                (System.nanoTime() - start) / 1e9);
        return finish(report, out);
    }

    private int finish(CrashPoints.Report report, PrintWriter out) throws IOException {
        CrashPoints.Found found = report.found();
        if (found != null) {
            out.println(found.boundary() + ", which violates: " + found.failure().invariant());
            out.println("  " + found.failure().what());
            int number = found.boundary().number();
            out.println("  replay: " + command(number, found.kind()));
            write(number, found.kind(), out);
            return CommandLine.ExitCode.SOFTWARE;
        }
        out.println(report.stopped() ? "held as far as time allowed" : "all invariants held");
        return report.stopped() ? UNFINISHED : CommandLine.ExitCode.OK;
    }

    private int runOne(int number, SimDisk.Crash how, PrintWriter out) throws IOException {
        CrashPoints.Report whole = CrashPoints.search(List.of(how), 1, () -> true);
        if (whole.found() == null && (number < 1 || number > whole.boundaries())) {
            throw usage("--boundary must be within 1.." + whole.boundaries());
        }
        var failure = CrashPoints.run(number, how, null).failure();
        int status = told(failure, out);
        write(number, how, out);
        return status;
    }

    private void write(int number, SimDisk.Crash how, PrintWriter out) throws IOException {
        if (html != null) {
            String name = "crash at boundary " + number + ", the disk " + how;
            Files.writeString(
                    html,
                    Pages.of(
                            watch -> CrashPoints.run(number, how, watch),
                            name,
                            command(number, how)));
            out.println("wrote " + html);
        }
    }

    private String command(int number, SimDisk.Crash how) {
        return command("crashes --boundary " + number + " --kind " + how);
    }
}
