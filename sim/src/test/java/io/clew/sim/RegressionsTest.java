package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;
import io.clew.sim.schedule.ScheduleFile;
import io.clew.sim.world.Schedule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Failures of the past, shrunk and kept: none of them may come back. Those that need a planted bug
 * must fail with it, by the invariant that they name, which shows that such files replay.
 */
class RegressionsTest {
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));
    private static final Path FILES = Path.of("src/test/resources/schedules");

    /** Chance that an edit of the engine has shifted must not hide a bug that is still there. */
    private static final int NOISES = 10;

    /** What changes to the engine and to the simulator do to a run, whatever they are about. */
    private static final List<Shift> SHIFTS =
            List.of(
                    new Shift("engine.heartbeat", "100ms", 0.93),
                    new Shift("engine.electionMin", "500ms", 1.06),
                    new Shift("engine.electionMax", "1s", 0.95),
                    new Shift("delayMean", "1ms", 1.08),
                    new Shift("diskMean", "1ms", 1.08),
                    new Shift("clientsStart", "1s", 1.03));

    /** After so many of the shifts a file must still fail. */
    private static final int SURVIVED_MIN = SHIFTS.size() - 1;

    /**
     * One setting becomes a little larger or smaller.
     *
     * @param plain its value where a file does not say it
     */
    private record Shift(String setting, String plain, double factor) {
        Schedule apply(String text) {
            String value =
                    text.lines()
                            .filter(line -> line.startsWith(setting + " "))
                            .map(line -> line.substring(setting.length() + 1))
                            .findFirst()
                            .orElse(plain);
            String number = value.replaceAll("[a-z]+$", "");
            String shifted =
                    new BigDecimal(number)
                            .multiply(BigDecimal.valueOf(factor))
                            .setScale(3, RoundingMode.HALF_UP)
                            .toPlainString();
            String unit = value.substring(number.length());
            return ScheduleFile.parse(text + setting + " " + shifted + unit).schedule();
        }
    }

    static List<Path> files() throws IOException {
        try (var files = Files.list(FILES)) {
            return files.sorted().toList();
        }
    }

    static List<Path> plantedFiles() throws IOException {
        var planted = new ArrayList<Path>();
        for (Path file : files()) {
            if (!read(file).planted().isEmpty()) {
                planted.add(file);
            }
        }
        return planted;
    }

    private static ScheduleFile read(Path file) throws IOException {
        return ScheduleFile.parse(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdsToday(Path path) throws IOException {
        ScheduleFile file = read(path);
        for (Schedule each : noises(file.schedule())) {
            assertNull(Simulation.run(each, null).failure(), path + ", noise " + each.noise());
        }
    }

    @ParameterizedTest
    @MethodSource("plantedFiles")
    void failsWithTheBugThatItWasMadeFor(Path path) throws IOException {
        ScheduleFile file = read(path);
        assertFalse(file.expect().isEmpty(), path + " does not say what it violates");
        Subject broken = planted(file);
        // By which noise is luck that each change of the engine draws anew.
        assertTrue(failures(broken, file, file.schedule()) > 0, path.toString());
    }

    /** Seeds would not: with other timings they are other schedules. */
    @ParameterizedTest
    @MethodSource("plantedFiles")
    void failsAfterUnrelatedChangesToo(Path path) throws IOException {
        ScheduleFile file = read(path);
        Subject broken = planted(file);
        var counts = new ArrayList<String>();
        int survived = 0;
        for (Shift shift : SHIFTS) {
            int failures = failures(broken, file, shift.apply(file.text()));
            counts.add(shift.setting + " * " + shift.factor + ": " + failures);
            survived += failures > 0 ? 1 : 0;
        }
        System.out.println(path.getFileName() + " fails, of " + NOISES + ": " + counts);
        assertTrue(survived >= SURVIVED_MIN, path + ": " + counts);
    }

    private static Subject planted(ScheduleFile file) throws IOException {
        return new Subject(MutantEngine.of(Mutants.named(file.planted()), ROOT));
    }

    private static int failures(Subject broken, ScheduleFile file, Schedule schedule) {
        int failures = 0;
        for (Schedule each : noises(schedule)) {
            failures += file.expect().equals(broken.violated(each, null)) ? 1 : 0;
        }
        return failures;
    }

    private static List<Schedule> noises(Schedule schedule) {
        var noises = new ArrayList<Schedule>();
        for (int i = 0; i < NOISES; i++) {
            noises.add(schedule.withNoise(schedule.noise() + i));
        }
        return noises;
    }
}
