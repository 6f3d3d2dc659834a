package io.clew.sim;

import io.clew.sim.mutant.Mutants;
import io.clew.sim.schedule.Profile;
import io.clew.sim.schedule.ScheduleFile;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Makes a failure as small as it gets and writes it down. */
@Command(
        name = "shrink",
        description = "Makes a failing schedule small while it fails the same way.",
        mixinStandardHelpOptions = true)
final class ShrinkCommand extends ScheduleCommand {
    @Parameters(
            paramLabel = "SEED|A..B|FILE",
            description = "what fails; of several seeds the first")
    private String failing = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where the small one goes (default: printed)")
    private @Nullable Path out;

    @Mixin private final ProfileOption profile = new ProfileOption();

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "ends after this time (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private double minutes = 5;

    @Option(
            names = "--noises",
            paramLabel = "N",
            description =
                    "tries N seeds of noise, and takes no step that makes fewer of them fail"
                            + " (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int noises = 10;

    @Override
    public Integer call() throws IOException {
        requireTime(minutes);
        if (noises < 1) {
            throw usage("--noises must be at least 1");
        }
        if (out != null && !canBeWritten(out)) {
            throw usage("--out=" + out + " cannot be written");
        }
        String bug;
        Subject subject;
        ScheduleFile executed;
        if (failing.matches("\\d{1,18}(\\.\\.\\d{1,18})?")) {
            bug = bug("");
            subject = subject(bug);
            String own = bug.isEmpty() ? Profile.DEFAULT.name() : Mutants.named(bug).profile();
            executed = firstFailure(subject, Seeds.parse(failing), profile.profile(own));
        } else {
            ScheduleFile file = read(failing);
            bug = bug(file.planted());
            subject = subject(bug);
            executed = subject.executed(file.schedule());
        }
        if (executed.expect().isEmpty()) {
            System.err.println(failing + " violates nothing");
            return ExitCode.SOFTWARE;
        }
        System.err.println(failing + " violates: " + executed.expect());
        if (!executed.expect().equals(subject.violated(executed.schedule(), null))) {
            System.err.println("that is asked of drawn schedules only: there is nothing to shrink");
            return ExitCode.SOFTWARE;
        }
        return write(new Shrink(subject, bug, minutes, noises).of(executed, System.err));
    }

    private static ScheduleFile firstFailure(Subject subject, Seeds seeds, Profile drawn) {
        long seed = seeds.from();
        ScheduleFile executed = subject.executed(seed, drawn);
        // That the engine stops by itself tells less than what an invariant sees.
        while (seed < seeds.to()
                && (executed.expect().isEmpty() || Violation.ofItsOwnRules(executed.expect()))) {
            executed = subject.executed(++seed, drawn);
        }
        System.err.println("seed " + seed + " of the profile " + drawn.name());
        return executed;
    }

    /** Looked at before the work is done that would be lost. */
    private static boolean canBeWritten(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        return Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : Files.isDirectory(folder) && Files.isWritable(folder);
    }

    private int write(ScheduleFile small) throws IOException {
        if (out == null) {
            System.out.print(small.text());
        } else {
            Files.writeString(out, small.text());
            System.err.println("replay: ./run.sh sim replay " + out + " --trace");
        }
        return ExitCode.OK;
    }
}
