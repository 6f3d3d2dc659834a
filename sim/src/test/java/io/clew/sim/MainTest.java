package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.mutant.Mutants;
import io.clew.sim.schedule.Profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The exit status says what came of it. */
class MainTest {
    @Test
    void runsThatHoldEndWithZero() {
        assertEquals(0, Main.execute("run", "--seeds", "1..2", "--jobs", "1", "--json"));
    }

    @Test
    void faultsWithoutEffectEndWithOne() {
        assertEquals(1, Main.execute("coverage", "--seeds", "1..1", "--json"));
    }

    @Test
    void whatMakesNoSenseEndsWithTwo() {
        assertEquals(2, Main.execute());
        assertEquals(2, Main.execute("run", "--seeds", "2..1"));
        assertEquals(2, Main.execute("run", "--profile", "none"));
        assertEquals(2, Main.execute("run", "--jobs", "0"));
        assertEquals(2, Main.execute("run", "--seed", "3", "--seeds", "1..2"));
        assertEquals(2, Main.execute("run", "--seeds", "1..2", "--minutes", "0"));
        assertEquals(2, Main.execute("shrink", "1", "--minutes", "-1"));
        assertEquals(2, Main.execute("scale", "--nodes", "6,3"));
        assertEquals(2, Main.execute("coverage", "--twins", "0"));
        assertEquals(2, Main.execute("exhaust", "orders", "--minutes", "0"));
        assertEquals(2, Main.execute("mutants", "--profile", "none"));
        assertEquals(2, Main.execute("exhaust", "crashes", "--boundary", "9999"));
        assertEquals(2, Main.execute("exhaust", "orders", "--depth", "0"));
    }

    /** The names of some profiles have spaces. */
    @ParameterizedTest
    @MethodSource("io.clew.sim.SchedulesTest#profiles")
    void theCommandThatReplaysIsReadByAShellAsItWasMeant(String profile) {
        assertEquals(
                "./run.sh sim run --seed 7 --profile '" + profile + "'",
                Failures.replay(7, Profile.named(profile)));
    }

    @Test
    void filesThatCannotBeReadOrWrittenEndWithTwo(@TempDir Path folder) throws IOException {
        String nowhere = folder.resolve("none").resolve("page.html").toString();
        String file = Files.writeString(folder.resolve("one.txt"), "node 1\n").toString();
        assertEquals(2, Main.execute("run", "--seed", "1", "--html", nowhere));
        assertEquals(2, Main.execute("shrink", "1", "--out", nowhere));
        assertEquals(2, Main.execute("replay", nowhere));
        assertEquals(2, Main.execute("replay", folder.toString()));
        assertEquals(2, Main.execute("replay", file, "--noises", "0"));
        assertEquals(0, Main.execute("replay", file));
        Files.write(folder.resolve("one.txt"), new byte[] {(byte) 0xff});
        assertEquals(2, Main.execute("replay", file));
    }

    /** The same moves do no harm to the engine as it is. */
    @Test
    void anExhaustiveSearchPlantsABug() {
        String sources = System.getProperty("clew.root", "..");
        String moves = "deliver 2 1, deliver 2 1, deliver 2 1";
        String[] play = {"exhaust", "orders", "--opening", "deposed", "--moves", moves};
        assertEquals(0, Main.execute(play));
        assertEquals(1, Main.execute(with(play, "--mutant", "R2", "--sources", sources)));
        assertEquals(2, Main.execute(with(play, "--mutant", "none", "--sources", sources)));
    }

    /** A hunt names the command that shows what it found. */
    @Test
    void aHuntEndsWithACommandThatShowsTheBug(@TempDir Path folder) throws IOException {
        String sources = System.getProperty("clew.root", "..");
        String[] hunt = {"mutants", "--only", "E1", "--starts", "1", "--sources", sources};
        String told = printed(() -> assertEquals(0, Main.execute(hunt)));
        String look = told.lines().filter(line -> line.contains("look: ")).findFirst().orElse("");
        String command = look.replaceFirst(".*look: ./run.sh sim ", "").replace("'", "");
        Path page = folder.resolve("E1.html");
        String[] words = command.replace("E1.html", page.toString()).split(" ");
        String shown = printed(() -> assertEquals(0, Main.execute(words), command));
        assertTrue(shown.contains("seen by: what a message vouches for is durable"), shown);
        assertTrue(Files.readString(page).contains("sim mutants --only E1 --sources"));
    }

    @Test
    void theListNamesAlsoThoseThatAreTooRare() {
        String list = printed(() -> assertEquals(0, Main.execute("mutants", "--list")));
        Mutants.all().forEach(m -> assertTrue(list.contains(m.id() + " "), m.id()));
        Mutants.unseen().forEach(m -> assertTrue(list.contains(m.id() + " "), m.id()));
        assertTrue(list.contains("MUTANTS.md"), list);
    }

    /** A bug shows in the schedules of its own profile. */
    @Test
    void aPlantedBugIsShrunkInItsOwnProfile(@TempDir Path folder) {
        String sources = System.getProperty("clew.root", "..");
        String out = folder.resolve("small.txt").toString();
        String[] shrink = {"shrink", "1", "--mutant", "W3", "--minutes", "0.001", "--out", out};
        String told = toldOn(() -> Main.execute(with(shrink, "--sources", sources)));
        assertTrue(told.contains("seed 1 of the profile power"), told);
        told =
                toldOn(
                        () ->
                                Main.execute(
                                        with(
                                                shrink,
                                                "--sources",
                                                sources,
                                                "--profile",
                                                "default")));
        assertTrue(told.contains("seed 1 of the profile default"), told);
    }

    private static String toldOn(Runnable run) {
        PrintStream before = System.err;
        var bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            run.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String printed(Runnable run) {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            run.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }
}
