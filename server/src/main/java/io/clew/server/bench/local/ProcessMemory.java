package io.clew.server.bench.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What memory a process takes, as far as the system and the JDK tell. */
public final class ProcessMemory {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private ProcessMemory() {}

    /** Bytes of it that are in memory. */
    public static OptionalLong resident(LocalProcess process) {
        try {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            OptionalLong kilobytes = found(RESIDENT, Files.readString(status));
            return kilobytes.isEmpty() ? kilobytes : OptionalLong.of(kilobytes.getAsLong() << 10);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Bytes of all objects in the heap of a JVM that are still in use, after a full collection.
     *
     * @param folder takes what the JDK's tool prints
     */
    public static OptionalLong live(LocalProcess process, Path folder)
            throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            return OptionalLong.empty();
        }
        Path output = Files.createTempFile(folder, "histogram-", ".txt");
        var command = List.of(tool.toString(), Long.toString(process.pid()), "GC.class_histogram");
        try (var asked = LocalProcess.start(command, output)) {
            asked.await();
        }
        return found(TOTAL, Files.readString(output));
    }

    private static OptionalLong found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find()
                ? OptionalLong.of(Long.parseLong(matcher.group(1)))
                : OptionalLong.empty();
    }
}
