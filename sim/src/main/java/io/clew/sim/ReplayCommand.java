package io.clew.sim;

import io.clew.sim.schedule.ScheduleFile;
import io.clew.sim.world.Schedule;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a written schedule again. */
@Command(
        name = "replay",
        description = {
            "Runs a written schedule, with the bug planted that it names.",
            "Ends with 1 if it violates an invariant, else with 0."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand extends ScheduleCommand {
    @Parameters(paramLabel = "FILE", description = "the schedule")
    private String path = "";

    @Option(names = "--trace", description = "prints what happens, line by line")
    private boolean trace;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "writes a page that shows what happened")
    private @Nullable Path html;

    @Option(names = "--plain", description = "plants nothing, whatever the file says")
    private boolean plain;

    @Option(
            names = "--noises",
            paramLabel = "N",
            description = "tries the next seeds of noise too, N all together",
            defaultValue = "1")
    private int noises = 1;

    @Override
    public Integer call() throws IOException {
        if (noises < 1) {
            throw usage("--noises must be at least 1");
        }
        ScheduleFile file = read(path);
        String planted = plain ? "" : bug(file.planted());
        Subject subject = subject(planted);
        if (html != null) {
            String command = "./run.sh sim replay " + path + more(file, planted);
            Files.writeString(html, subject.page(file.schedule(), path, command));
            System.out.println("wrote " + html);
        }
        int failed = 0;
        for (int i = 0; i < noises; i++) {
            Schedule schedule = file.schedule().withNoise(file.schedule().noise() + i);
            String violated = subject.violated(schedule, trace ? System.out::println : null);
            failed += violated == null ? 0 : 1;
            System.out.println(verdict(schedule.noise(), violated, file.expect()));
        }
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** What the file does not say by itself. */
    private static String more(ScheduleFile file, String planted) {
        if (planted.equals(file.planted())) {
            return "";
        }
        return planted.isEmpty() ? " --plain" : " --mutant " + planted;
    }

    private static String verdict(long noise, @Nullable String violated, String expected) {
        String begin = "noise " + noise + ": ";
        if (violated == null) {
            String before = expected.isEmpty() ? "" : ", where it violated: " + expected;
            return begin + "all invariants held" + before;
        }
        boolean same = expected.isEmpty() || expected.equals(violated);
        return begin + "violated: " + violated + (same ? "" : ", and not: " + expected);
    }
}
