package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The server as a process: what it prints, how it ends, and what is left on disk. */
class ProcessIT {
    /** What a pipe of Linux holds. */
    private static final int PIPE_BYTES = 64 << 10;

    @TempDir Path folder;

    @Test
    void whatWasAcknowledgedSurvivesSigkill() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            for (int i = 0; i < 50; i++) {
                assertEquals(200, node.status("PUT", "/kv/key" + i, "value" + i));
            }
            assertEquals(200, node.status("DELETE", "/kv/key7", ""));
            node.kill();
        }
        try (var node = NodeProcess.alone(folder, port)) {
            for (int i = 0; i < 50; i++) {
                var answer = node.send("GET", "/kv/key" + i, "");
                assertEquals(i == 7 ? "key not found\n" : "value" + i, answer.body());
            }
        }
    }

    /** Both are large, and take longer than all else that a start does. */
    @Test
    void aStartLoadsNeitherTlsNorTheFlightRecorder() throws Exception {
        try (var node = NodeProcess.alone(folder, NodeProcess.freePort())) {
            String loaded = node.loadedClasses();
            assertTrue(loaded.contains("io.clew.server.Server"), loaded);
            assertFalse(loaded.contains("sun.security.ssl"), "TLS");
            assertFalse(loaded.contains("jdk.jfr.internal.TypeLibrary"), "the flight recorder");
        }
    }

    @Test
    void sigtermEndsWithStatusZeroAndKeepsEverything() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            node.status("PUT", "/kv/a", "1");
            node.terminate();
            assertEquals(0, node.exitStatus());
        }
        try (var node = NodeProcess.alone(folder, NodeProcess.freePort())) {
            assertEquals("1", node.send("GET", "/kv/a", "").body(), "on another port");
        }
    }

    @Test
    void sigtermEndsWithStatusZeroWithoutAMajority() throws Exception {
        int port = NodeProcess.freePort();
        String peers = "--peers=:%d,:%d".formatted(port, NodeProcess.freePort());
        try (var node = NodeProcess.alone(folder, port, peers)) {
            assertEquals(503, node.status("PUT", "/kv/a", "1"));
            node.terminate();
            assertEquals(0, node.exitStatus());
        }
    }

    /** Held up by a secret that does not come, as by any slow start. */
    @Test
    void sigtermEndsWithStatusZeroBeforeTheNodeIsSetUp() throws Exception {
        Path secret = folder.resolve("secret");
        assertEquals(0, new ProcessBuilder("mkfifo", "" + secret).start().waitFor());
        var arguments = List.of("--port=" + NodeProcess.freePort(), "--cluster-secret-file=secret");
        try (var node = NodeProcess.run(folder, 0, Map.of(), arguments)) {
            var read = CompletableFuture.supplyAsync(() -> opened(secret));
            try (var _ = read.get(60, TimeUnit.SECONDS)) { // It opens as soon as it is read.
                node.terminate();
                assertEquals(0, node.exitStatus(), node.errors());
            }
        }
    }

    /** A harness may start nodes with a pipe for what they print, and never read it. */
    @Test
    void aNodeWhoseLogNobodyReadsServesAndEndsInOrder() throws Exception {
        Path log = folder.resolve("log");
        assertEquals(0, new ProcessBuilder("mkfifo", "" + log).start().waitFor());
        try (var pipe = new RandomAccessFile(log.toFile(), "rw")) {
            pipe.write(new byte[PIPE_BYTES]); // Full from the beginning.
            int port = NodeProcess.freePort();
            var launcher = List.of("sh", "-c", "exec \"$0\" \"$@\" >" + log);
            var arguments = List.of("--port=" + port, "--working-dir=data");
            try (var node = NodeProcess.under(launcher, folder, port, Map.of(), arguments)) {
                assertEquals(200, node.awaitReady().status("PUT", "/kv/a", "1"));
                node.terminate();
                assertEquals(0, node.exitStatus(), node.errors());
            }
        }
    }

    private static OutputStream opened(Path file) {
        try {
            return new FileOutputStream(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void threeNodesStartedByVariablesShareWhatIsWritten() throws Exception {
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            ports.add(NodeProcess.freePort());
        }
        var nodes = new ArrayList<NodeProcess>();
        try {
            for (int port : ports) {
                nodes.add(startByVariables(port, ports));
            }
            for (NodeProcess node : nodes) {
                node.awaitReady();
            }
            int status = 503;
            for (int i = 0; i < 600 && status == 503; i++) {
                Thread.sleep(50);
                status = nodes.getFirst().status("PUT", "/kv/a", "everywhere");
            }
            assertEquals(200, status);
            for (NodeProcess node : nodes) {
                assertEquals("everywhere", node.send("GET", "/kv/a", "").body());
            }
        } finally {
            for (NodeProcess node : nodes) {
                node.close();
            }
        }
    }

    private NodeProcess startByVariables(int port, List<Integer> ports) throws IOException {
        var others = ports.stream().filter(p -> p != port).map(p -> "127.0.0.1:" + p).toList();
        var variables =
                Map.of(
                        "ADDR",
                        "127.0.0.1:" + port,
                        "PEERS",
                        String.join(",", others),
                        "DATA_DIR",
                        "data" + port);
        return NodeProcess.run(folder, port, variables, List.of());
    }

    @Test
    void wrongUsageIsOneLineAndStatusTwo() throws Exception {
        assertEnds(2, "clew: --port needs a port from 1 to 65535, not '99999'", "--port=99999");
        assertEnds(2, "clew: Unknown option: '--prot'", "--prot");
    }

    @Test
    void aPortInUseIsOneLineAndStatusOne() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            assertEnds(1, "clew: cannot listen on ", "--port=" + port, "--working-dir=data");
        }
    }

    @Test
    void aFolderThatAnotherProcessUsesIsOneLineAndStatusOne() throws Exception {
        try (var _ = NodeProcess.alone(folder, NodeProcess.freePort())) {
            assertEnds(
                    1,
                    "clew: another process uses the data folder data",
                    "--port=" + NodeProcess.freePort(),
                    "--working-dir=data");
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsOneLineAndStatusOne() throws Exception {
        Files.writeString(folder.resolve("file"), "not a folder");
        assertEnds(1, "clew: the data folder file cannot be used: ", "--working-dir=file");
    }

    @Test
    void aFolderOfAnotherClusterIsOneLineAndStatusOne() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            node.terminate();
            node.exitStatus();
        }
        assertEnds(
                1,
                "clew: the data folder data belongs to cluster ",
                "--port=" + port,
                "--working-dir=data",
                "--peers=:" + port + ",:" + NodeProcess.freePort());
    }

    @Test
    void aFileThatCannotBeReadIsOneLineAndStatusOne() throws Exception {
        Files.createDirectories(folder.resolve("data/joining"));
        assertEnds(1, "clew: cannot read data/joining: ", "--working-dir=data");
    }

    @Test
    void aMistakenOrderToJoinIsOneLineAndDoesNoHarm() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            assertEquals(200, node.status("PUT", "/kv/a", "1"));
            node.terminate();
            node.exitStatus();
        }
        assertEnds(
                1,
                "clew: cannot join another cluster, of 127.0.0.1:1: this node holds keys",
                "--port=" + port,
                "--working-dir=data",
                "--join=:1");
        try (var node = NodeProcess.alone(folder, port)) {
            assertEquals("1", node.send("GET", "/kv/a", "").body());
            node.terminate();
            node.exitStatus();
        }
        // As a process leaves it that was killed before it came to say so.
        Files.writeString(folder.resolve("data/joining"), "voter\n127.0.0.1:1\n");
        try (var node = NodeProcess.alone(folder, port)) {
            assertEquals("1", node.send("GET", "/kv/a", "").body());
            assertTrue(node.output().contains("is dropped"), node.output());
        }
    }

    @Test
    void filesOfOthersInTheDataFolderAreLeftAlone() throws Exception {
        Path log = Files.createDirectories(folder.resolve("data")).resolve("node.log");
        Files.writeString(log, "mine");
        try (var _ = NodeProcess.alone(folder, NodeProcess.freePort())) {
            assertEquals("mine", Files.readString(log));
        }
        try (var _ = NodeProcess.alone(folder, NodeProcess.freePort())) {
            assertEquals("mine", Files.readString(log));
        }
    }

    private void assertEnds(int status, String line, String... arguments) throws Exception {
        try (var node = NodeProcess.run(folder, 0, Map.of(), List.of(arguments))) {
            assertEquals(status, node.exitStatus());
            String errors = node.errors();
            assertTrue(errors.startsWith(line), errors);
            assertEquals(1, errors.lines().count(), errors);
        }
    }
}
