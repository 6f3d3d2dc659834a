package io.clew.server.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** What figures were measured on, and when: without it they mean little. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** One line, such as "2026-11-24, 2 processors (…), Linux 6.1, Java 25". */
    public static String description() {
        return LocalDate.now(ZoneOffset.UTC)
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors ("
                + processor()
                + ") shared by all servers and the load generator, "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + ", Java "
                + Runtime.version().feature();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
