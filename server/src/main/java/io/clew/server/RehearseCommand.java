package io.clew.server;

import io.clew.server.bench.local.FreePorts;
import io.clew.transport.HostPort;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Runs a node alone and then three together for a moment, in a temporary folder: what they load is
 * what a start needs, and goes into the archive of classes that the build makes.
 */
@Command(
        name = "rehearse",
        description = "Runs a few nodes for a moment, for an archive of the classes they use.")
final class RehearseCommand implements Callable<Integer> {
    private static final int TRIES = 500;
    private static final long PAUSE_MILLIS = 10;

    /** A failure makes a start slower and nothing else, so it must not fail a build. */
    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            Path folder = Files.createTempDirectory("clew-rehearsal");
            try {
                rehearse(folder.resolve("one"), 1);
                rehearse(folder.resolve("three"), 3);
            } finally {
                delete(folder);
            }
        } catch (IOException | StartException e) {
            System.err.println("clew: the rehearsal failed: " + e.getMessage());
        } finally {
            System.setOut(out);
        }
        return 0;
    }

    private static void rehearse(Path folder, int nodes) throws IOException, InterruptedException {
        List<Integer> ports = FreePorts.find(nodes);
        var servers = new ArrayList<Server>();
        try {
            for (int port : ports) {
                servers.add(start(folder, port, ports));
            }
            for (int port : ports) {
                request(port);
            }
        } finally {
            servers.forEach(Server::stop);
        }
    }

    private static Server start(Path folder, int port, List<Integer> ports) {
        var flags = new Flags();
        var peers = new ArrayList<String>();
        ports.forEach(p -> peers.add(":" + p));
        new CommandLine(flags)
                .parseArgs(
                        "--port=" + port,
                        "--working-dir=" + folder.resolve("" + port),
                        "--peers=" + String.join(",", peers));
        var config = ServerConfig.of(flags, new TreeMap<>());
        Server server = Server.start(config, _ -> {}, _ -> {}, _ -> {});
        System.out.println(Greeting.of(config, server.seen(), server.joins()));
        return server;
    }

    /** One round of requests; at the leader they are served, elsewhere redirected. */
    private static void request(int port) throws IOException, InterruptedException {
        try (var client = new PlainClient(HostPort.LOOPBACK, port)) {
            for (int i = 0; i < TRIES && client.send("PUT /kv/key", "value") == 503; i++) {
                Thread.sleep(PAUSE_MILLIS);
            }
            client.send("GET /kv/key", "");
            client.send("GET /cluster/info", "");
            client.send("DELETE /kv/key", "");
            client.send("DELETE /clear", "");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
