package io.clew.server;

import io.clew.server.bench.local.FreePorts;
import io.clew.server.bench.local.LocalProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged server as a process of its own, as its users run it. */
final class NodeProcess implements AutoCloseable {
    private static final Path JAR =
            Path.of(System.getProperty("clew.root", ".."), "server", "target", "clew-server.jar");

    /** Halves what a start costs; ignored where it is missing or does not fit. */
    private static final Path ARCHIVE = JAR.resolveSibling("clew-server.jsa");

    private static final int START_SECONDS = 60;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .followRedirects(Redirect.ALWAYS)
                    .build();

    private final Process process;
    private final Path out;
    private final Path err;
    private final int port;

    private NodeProcess(Process process, Path out, Path err, int port) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.port = port;
    }

    /** Runs the jar with a port and other arguments; what it prints goes to files in a folder. */
    static NodeProcess run(
            Path folder, int port, Map<String, String> environment, List<String> arguments)
            throws IOException {
        return under(List.of(), folder, port, environment, arguments);
    }

    /** As {@link #run}, but started by another program, such as a tracer. */
    static NodeProcess under(
            List<String> launcher,
            Path folder,
            int port,
            Map<String, String> environment,
            List<String> arguments)
            throws IOException {
        Path out = Files.createTempFile(folder, "out", ".log");
        Path err = Files.createTempFile(folder, "err", ".log");
        var command = new ArrayList<>(launcher);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SharedArchiveFile=" + ARCHIVE.toAbsolutePath(),
                        "-Xlog:disable",
                        "-Xmx256m",
                        "-jar",
                        JAR.toAbsolutePath().toString()));
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().keySet().removeAll(LocalProcess.SERVER_VARIABLES);
        builder.environment().putAll(environment);
        return new NodeProcess(builder.start(), out, err, port);
    }

    /** A node that is alone and ready. */
    static NodeProcess alone(Path folder, int port, String... more)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("--port", "" + port, "--working-dir", "data"));
        arguments.addAll(List.of(more));
        return run(folder, port, Map.of(), arguments).awaitReady();
    }

    NodeProcess awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (status("GET", "/health", "") == 200) {
                    return this;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the node did not get ready: " + output() + errors());
    }

    int status(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body).statusCode();
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(request(method, path, body).build(), BodyHandlers.ofString());
    }

    /** A request with a key, by which it may be sent again. */
    HttpResponse<String> sendKeyed(String method, String path, String body, String key)
            throws IOException, InterruptedException {
        var request = request(method, path, body).header("Idempotency-Key", key).build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, BodyPublishers.ofString(body));
    }

    /** Sends SIGTERM, to the node and not to what started it. */
    void terminate() {
        List<ProcessHandle> started = process.descendants().toList();
        if (started.isEmpty()) {
            process.destroy();
        } else {
            started.forEach(ProcessHandle::destroy);
        }
    }

    /**
     * Halts the process where it is, by SIGSTOP; what it does later shows after {@link #resume}.
     */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        String command = "kill -" + name + " " + process.pid();
        int status = new ProcessBuilder("sh", "-c", command).start().waitFor();
        if (status != 0) {
            throw new IOException(command + " ends with status " + status);
        }
    }

    int port() {
        return port;
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    /** Waits for the end and says the exit status. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end");
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    /** The names of all classes that the process has loaded by now, with more about each. */
    String loadedClasses() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked =
                new ProcessBuilder(jcmd, "" + process.pid(), "VM.classes")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException(said);
        }
        return said;
    }

    static int freePort() throws IOException {
        return FreePorts.find(1).getFirst();
    }

    @Override
    public void close() {
        kill();
    }
}
