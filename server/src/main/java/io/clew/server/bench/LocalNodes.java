package io.clew.server.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Servers of our own on this machine, each in a JVM and a folder of its own. */
final class LocalNodes implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    private final List<ChildJvm> processes = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    /** A server that did not come up. */
    static final class StartFailure extends Exception {
        private static final long serialVersionUID = 1L;

        StartFailure(String message) {
            super(message);
        }
    }

    static LocalNodes cluster(int count, String mainClass, Path folder)
            throws IOException, InterruptedException, StartFailure {
        List<Integer> ports = freePorts(count);
        String peers = ports.stream().map(p -> ":" + p).collect(Collectors.joining(","));
        var nodes = new LocalNodes();
        try {
            for (int port : ports) {
                var arguments =
                        new ArrayList<>(
                                List.of(
                                        "--port",
                                        Integer.toString(port),
                                        "--working-dir",
                                        folder.resolve("node-" + port).toString()));
                if (count > 1) {
                    arguments.add("--peers=" + peers);
                }
                nodes.start(mainClass, arguments, port, folder);
            }
            for (InetSocketAddress address : nodes.addresses) {
                nodes.await("http://127.0.0.1:" + address.getPort() + "/health", folder);
            }
            String any = "http://127.0.0.1:" + ports.getFirst() + "/kv/warm-up";
            nodes.await(any, folder);
            return nodes;
        } catch (IOException | InterruptedException | StartFailure e) {
            nodes.close();
            throw e;
        }
    }

    static LocalNodes floor(int eventLoops, int answerBytes, Path folder)
            throws IOException, InterruptedException, StartFailure {
        int port = freePorts(1).getFirst();
        var nodes = new LocalNodes();
        try {
            nodes.start(
                    FloorServer.class.getName(),
                    List.of(
                            Integer.toString(port),
                            Integer.toString(eventLoops),
                            Integer.toString(answerBytes)),
                    port,
                    folder);
            nodes.await("http://127.0.0.1:" + port + "/", folder);
            return nodes;
        } catch (IOException | InterruptedException | StartFailure e) {
            nodes.close();
            throw e;
        }
    }

    private void start(String mainClass, List<String> arguments, int port, Path folder)
            throws IOException {
        processes.add(ChildJvm.start(mainClass, arguments, log(folder, port)));
        addresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static Path log(Path folder, int port) {
        return folder.resolve(port + ".log");
    }

    /** Waits for an answer that is neither an error nor a redirect to nowhere. */
    private void await(String url, Path folder)
            throws IOException, InterruptedException, StartFailure {
        long end = System.nanoTime() + START_MAX.toNanos();
        try (var client =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build();
            while (System.nanoTime() - end < 0) {
                if (answers(client, request)) {
                    return;
                }
                if (!processes.stream().allMatch(ChildJvm::alive)) {
                    break;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
        throw new StartFailure("a server did not come up:\n" + lastLines(folder));
    }

    private static boolean answers(HttpClient client, HttpRequest request)
            throws InterruptedException {
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 || status == 404;
        } catch (IOException e) {
            return false;
        }
    }

    private String lastLines(Path folder) throws IOException {
        var text = new StringBuilder();
        for (InetSocketAddress address : addresses) {
            List<String> lines = Files.readAllLines(log(folder, address.getPort()));
            lines.stream()
                    .skip(Math.max(0, lines.size() - 5))
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }

    List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Processor time that all of them have used. */
    Duration cpu() {
        return processes.stream().map(ChildJvm::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        for (ChildJvm process : processes) {
            process.close();
        }
    }
}
