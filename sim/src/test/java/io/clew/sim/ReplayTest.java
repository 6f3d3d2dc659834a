package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.schedule.ScheduleFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One seed is one run, wherever and however often it runs. */
class ReplayTest {
    private static final int SEEDS = 12;
    private static final int EXECUTED_SEEDS = 5;

    @Test
    void theSameSeedGivesTheSameHash() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEquals(Simulation.run(seed).hash(), Simulation.run(seed).hash(), "seed " + seed);
        }
    }

    @Test
    void anotherSeedGivesAnotherHash() {
        assertNotEquals(Simulation.run(1).hash(), Simulation.run(2).hash());
    }

    /** Shrinking begins with it, and failures are kept so. */
    @ParameterizedTest
    @MethodSource("profiles")
    void whatReallyHappenedIsAScheduleOfTheSameRun(String profile) {
        for (long seed = 1; seed <= EXECUTED_SEEDS; seed++) {
            Result drawn = Simulation.run(Drawing.draw(seed, Profile.named(profile)), null);
            var file = new ScheduleFile(drawn.executed(), "", "", List.of());
            Result again = Simulation.run(ScheduleFile.parse(file.text()).schedule(), null);
            assertEquals(drawn.hash(), again.hash(), profile + ", seed " + seed);
        }
    }

    static List<String> profiles() {
        return Profile.names();
    }

    @Test
    void tellingWhatHappensChangesNothing() {
        var lines = new ArrayList<String>();
        assertEquals(
                Simulation.run(3).hash(),
                Simulation.run(Drawing.draw(3, Profile.DEFAULT), lines::add).hash());
        assertNotEquals(0, lines.size());
    }

    /**
     * Interpreted, with little memory, in Turkish, where even {@code "I".toLowerCase()} differs.
     */
    @Test
    void anInterpreterWithAnotherLocaleGivesTheSameHashes()
            throws IOException, InterruptedException {
        List<String> options =
                List.of(
                        "-Xint",
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=Asia/Kathmandu",
                        "-Dfile.encoding=ISO-8859-1");
        assertEquals(here(forwards()), there(options, forwards()));
    }

    /**
     * In the other order, so that no run depends on those before it, and with one identity hash for
     * all objects, so that none depends on theirs.
     */
    @Test
    void anotherCollectorHeapAndOrderGiveTheSameHashes() throws IOException, InterruptedException {
        List<String> options =
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-Xms400m",
                        "-XX:+UseParallelGC",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-Duser.language=th",
                        "-Duser.country=TH",
                        "-Duser.timezone=Pacific/Chatham");
        List<HashesMain.Case> backwards = forwards().reversed();
        assertEquals(here(backwards), there(options, backwards));
    }

    private static List<HashesMain.Case> forwards() {
        return HashesMain.sample();
    }

    private static List<String> here(List<HashesMain.Case> schedules) {
        return schedules.stream().map(HashesMain.Case::line).toList();
    }

    private static List<String> there(List<String> options, List<HashesMain.Case> schedules)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(HashesMain.class.getName());
        schedules.forEach(each -> command.add(each.toString()));
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, child.waitFor());
        return text.lines().toList();
    }
}
