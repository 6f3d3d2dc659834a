package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One seed is one run, wherever and however often it runs. */
class ReplayTest {
    private static final int SEEDS = 12;

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

    @Test
    void tellingWhatHappensChangesNothing() {
        var lines = new ArrayList<String>();
        assertEquals(Simulation.run(3).hash(), Simulation.run(3, lines::add).hash());
        assertNotEquals(0, lines.size());
    }

    @Test
    void anotherVirtualMachineGivesTheSameHashes() throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xint",
                                        "-Xmx96m",
                                        "-XX:+UseSerialGC",
                                        "-Duser.language=tr",
                                        "-Duser.country=TR",
                                        "-Duser.timezone=Asia/Kathmandu",
                                        "-Dfile.encoding=ISO-8859-1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        HashesMain.class.getName(),
                                        Integer.toString(SEEDS)))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String there = new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, child.waitFor());
        assertEquals(HashesMain.hashes(SEEDS), there);
    }
}
