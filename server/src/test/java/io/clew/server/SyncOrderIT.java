package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches the server's system calls: {@code kill -9} keeps the page cache, so only they show that
 * no 200 leaves before the sync that covers its write.
 */
class SyncOrderIT {
    private static final int WRITES = 20;
    private static final Pattern CALL =
            Pattern.compile("^(\\d+) +(?:<\\.\\.\\. )?(\\w+)(?: resumed>|\\()");

    @TempDir Path folder;

    /** The moments of one call, as positions in the trace. */
    private record Traced(String name, String text, int begun, int ended) {}

    @Test
    void noAnswerLeavesBeforeTheSyncOfItsWrite() throws Exception {
        assumeTrue(Namespaces.onPath("strace"), "strace is not installed");
        Path trace = folder.resolve("trace");
        writeUnderTrace(trace);
        List<Traced> calls = read(Files.readAllLines(trace));
        for (int i = 0; i < WRITES; i++) {
            Traced write = find(calls, "pwrite64", marker(i), 0);
            Traced answer = find(calls, "", "HTTP/1.1 200", write.begun());
            boolean synced =
                    calls.stream()
                            .anyMatch(
                                    c ->
                                            c.name().endsWith("sync")
                                                    && c.begun() > write.ended()
                                                    && c.ended() < answer.begun());
            assertTrue(synced, "write " + i + " was answered before a sync: " + answer.text());
        }
    }

    private static String marker(int i) {
        return "marker-" + (100 + i);
    }

    private void writeUnderTrace(Path trace) throws IOException, InterruptedException {
        int port = NodeProcess.freePort();
        var launcher =
                List.of(
                        "strace",
                        "-f",
                        "-s",
                        "300",
                        "-o",
                        trace.toString(),
                        "-e",
                        "trace=pwrite64,fsync,fdatasync,write,writev,sendto,sendmsg");
        var arguments = List.of("--port=" + port, "--working-dir=data");
        try (var node =
                NodeProcess.under(launcher, folder, port, Map.of(), arguments).awaitReady()) {
            for (int i = 0; i < WRITES; i++) {
                assertEquals(200, node.status("PUT", "/kv/key", marker(i)));
            }
            node.terminate();
            assertEquals(0, node.exitStatus());
        }
    }

    /** Joins each call that another thread interrupted in the trace with its end. */
    private static List<Traced> read(List<String> lines) {
        var calls = new ArrayList<Traced>();
        Map<String, Integer> open = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher call = CALL.matcher(lines.get(i));
            if (!call.find()) {
                continue;
            }
            String thread = call.group(1);
            if (lines.get(i).contains("<unfinished")) {
                open.put(thread, i);
            } else {
                Integer begun = lines.get(i).contains(" resumed>") ? open.remove(thread) : null;
                int from = begun == null ? i : begun;
                calls.add(new Traced(call.group(2), lines.get(from), from, i));
            }
        }
        return calls;
    }

    private static Traced find(List<Traced> calls, String name, String text, int after) {
        return calls.stream()
                .filter(c -> c.name().contains(name) && c.text().contains(text))
                .filter(c -> c.begun() >= after)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no call " + name + " with " + text));
    }
}
