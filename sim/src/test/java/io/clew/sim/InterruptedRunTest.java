package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run that is ended from outside says what it has done. */
class InterruptedRunTest {
    private static final int TERMINATED = 128 + 15;

    @Test
    void theSummaryIsPrintedAndTheExitStatusIsThatOfTheSignal()
            throws IOException, InterruptedException {
        Process run =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Main.class.getName(),
                                        "run",
                                        "--seeds",
                                        "1..1000000",
                                        "--jobs",
                                        "1"))
                        .start();
        // The first word of progress: something has been done.
        var progress = run.getErrorStream();
        int said = progress.read();
        while (said >= 0 && said != '/') {
            said = progress.read();
        }
        run.toHandle().destroy(); // A process would close what it has yet to say.
        String told = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(run.waitFor(1, TimeUnit.MINUTES));
        assertEquals(TERMINATED, run.exitValue(), told);
        assertTrue(told.contains(" of 1,000,000 schedules ran"), told);
        assertTrue(told.contains("cut short"), told);
    }
}
