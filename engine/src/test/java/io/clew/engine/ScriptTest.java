package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Request;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Golden scripts: a few steps of a few nodes as text, with every message and note that follows from
 * them. A line that starts with {@code >} is a step, the lines after it are what must come of it.
 *
 * <p>{@code -Drewrite=true} writes what comes of them today into the files, for review in the diff.
 *
 * <pre>
 *   > nodes 3        as many nodes with these numbers, none started
 *   > cluster 3      the same, started, and number 1 leads in term 1 with two entries
 *   > start 1 2      starts them        > crash 1    > wipe 1 9   empty disk, new identity 9
 *   > time 1000      lets milliseconds pass; heartbeats and their replies are left out
 *   > tick 1         node 1's deadline comes
 *   > put 1 key v    > get 1 key        > resign 1    requests, answered as {@code #1}, {@code #2} …
 *   > cut 1          > heal             > stall 1    > resume 1   its disk
 * </pre>
 */
class ScriptTest {
    private static final String ROOT = System.getProperty("clew.root", "..");
    private static final Path SCRIPTS = Path.of(ROOT, "engine/src/test/resources/scripts");

    static Stream<String> scripts() throws IOException {
        try (var files = Files.list(SCRIPTS)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void happensAsWritten(String name) throws IOException {
        Path file = SCRIPTS.resolve(name);
        String expected = Files.readString(file);
        String actual = play(expected.lines().toList());
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, actual);
        }
        assertEquals(expected, actual);
    }

    private static String play(List<String> lines) {
        var out = new ArrayList<String>();
        var cluster = new TestCluster(1, 1, EngineConfig.production());
        for (String line : lines) {
            if (line.startsWith("#") || line.isEmpty()) {
                out.add(line);
            } else if (line.startsWith("> ")) {
                out.add(line);
                String[] words = line.substring(2).split(" ", -1);
                if (words[0].equals("nodes")) {
                    int n = Integer.parseInt(words[1]);
                    cluster = new TestCluster(n, 1, EngineConfig.production());
                } else if (words[0].equals("cluster")) {
                    cluster = TestCluster.started(Integer.parseInt(words[1]), 1);
                    one(cluster, "tick", cluster.server(1));
                    cluster.run(200);
                } else {
                    step(cluster, words);
                    cluster.trace.forEach(t -> out.add("  " + t));
                }
                cluster.trace.clear();
            }
        }
        return String.join("\n", out) + "\n";
    }

    private static void step(TestCluster cluster, String[] words) {
        switch (words[0]) {
            case "time" -> cluster.run(Long.parseLong(words[1]));
            case "heal" -> cluster.heal();
            case "start", "crash", "cut", "stall", "resume", "tick", "resign" -> {
                for (int i = 1; i < words.length; i++) {
                    one(cluster, words[0], cluster.server(Integer.parseInt(words[i])));
                }
            }
            default -> {
                Server server = cluster.server(Integer.parseInt(words[1]));
                switch (words[0]) {
                    case "put" -> cluster.put(server, words[2], words[3]);
                    case "get" -> cluster.get(server, words[2]);
                    case "wipe" -> server.wipe(Long.parseLong(words[2]));
                    default -> throw new IllegalArgumentException(words[0]);
                }
            }
        }
        cluster.settle();
    }

    private static void one(TestCluster cluster, String verb, Server server) {
        switch (verb) {
            case "start" -> server.start();
            case "crash" -> server.crash();
            case "cut" -> cluster.cutOff.add(server.address);
            case "stall" -> server.diskStalled = true;
            case "resume" -> server.diskStalled = false;
            case "resign" -> cluster.ask(server, new Request.Resign());
            case "tick" -> {
                cluster.now = Math.max(cluster.now, server.running().deadline());
                server.give(new Event.Ticked());
            }
            default -> throw new IllegalArgumentException(verb);
        }
        cluster.settle();
    }
}
