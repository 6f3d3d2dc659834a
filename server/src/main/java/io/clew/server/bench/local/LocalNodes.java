package io.clew.server.bench.local;

import io.clew.transport.client.ShardMap;
import io.clew.transport.json.JsonException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Servers of our own on this machine, each in a JVM and a folder of its own. */
public final class LocalNodes implements AutoCloseable {
    /** The class whose main method is the server. */
    public static final String SERVER = "io.clew.server.Main";

    private static final String SCHEME = "http://";
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final String mainClass;
    private final List<String> options;
    private final List<List<String>> arguments = new ArrayList<>();
    private final List<LocalProcess> processes = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    private LocalNodes(Path folder, String mainClass, List<String> options) {
        this.folder = folder;
        this.options = List.copyOf(options);
        this.mainClass = mainClass;
    }

    /**
     * Starts a cluster, and returns when it answers requests and all of its shards have leaders.
     *
     * @param folder takes their data and what they print
     * @param flags further ones for each
     */
    public static LocalNodes cluster(int count, Path folder, List<String> flags)
            throws IOException, InterruptedException, StartFailure {
        return cluster(count, folder, flags, List.of());
    }

    /**
     * The same with options for the JVMs.
     *
     * @param options win over those of this JVM
     */
    public static LocalNodes cluster(
            int count, Path folder, List<String> flags, List<String> options)
            throws IOException, InterruptedException, StartFailure {
        List<Integer> ports = FreePorts.find(count);
        String peers = ports.stream().map(p -> ":" + p).collect(Collectors.joining(","));
        var nodes = new LocalNodes(folder, SERVER, options);
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
            arguments.addAll(flags);
            nodes.add(port, arguments);
        }
        return nodes.started("/health", LocalNodes::everyShardIsLed);
    }

    private static boolean everyShardIsLed(HttpProbe probe, String url)
            throws InterruptedException {
        var map = new ShardMap(List.of(url.substring(SCHEME.length())));
        try {
            map.learn(probe.body(url + ShardMap.QUESTION.target()));
            return map.complete() && probe.answers(url + "/kv/warm-up");
        } catch (JsonException e) {
            return false;
        }
    }

    /** Starts a bare HTTP server that answers everything with so many bytes. */
    public static LocalNodes floor(int eventLoops, int answerBytes, Path folder)
            throws IOException, InterruptedException, StartFailure {
        int port = FreePorts.find(1).getFirst();
        var nodes = new LocalNodes(folder, FloorServer.class.getName(), List.of());
        nodes.add(
                port,
                List.of(
                        Integer.toString(port),
                        Integer.toString(eventLoops),
                        Integer.toString(answerBytes)));
        return nodes.started("/", HttpProbe::answers);
    }

    private void add(int port, List<String> itsArguments) {
        arguments.add(itsArguments);
        addresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** What is asked of a server by its URL until it is so. */
    private interface Condition {
        boolean holds(HttpProbe probe, String url) throws InterruptedException;
    }

    private LocalNodes started(String path, Condition ready)
            throws IOException, InterruptedException, StartFailure {
        try {
            for (int i = 0; i < addresses.size(); i++) {
                processes.add(launch(i));
            }
            for (int i = 0; i < addresses.size(); i++) {
                await(url(i) + path);
            }
            await(url(0), ready);
            return this;
        } catch (IOException | InterruptedException | StartFailure e) {
            close();
            throw e;
        }
    }

    private LocalProcess launch(int index) throws IOException {
        Path log = folder.resolve(addresses.get(index).getPort() + ".log");
        return LocalProcess.jvm(mainClass, arguments.get(index), log, options);
    }

    /** Starts a node that has ended once more, on its data; it may not answer yet. */
    public void restart(int index) throws IOException {
        processes.set(index, launch(index));
    }

    /** Waits until a GET finds something or nothing, rather than an error. */
    public void await(String url) throws IOException, InterruptedException, StartFailure {
        await(url, HttpProbe::answers);
    }

    private void await(String url, Condition ready)
            throws IOException, InterruptedException, StartFailure {
        long end = System.nanoTime() + START_MAX.toNanos();
        try (var probe = new HttpProbe()) {
            while (System.nanoTime() - end < 0) {
                if (ready.holds(probe, url)) {
                    return;
                }
                if (!processes.stream().allMatch(LocalProcess::alive)) {
                    break;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
        var lines = new StringBuilder("a server did not come up:\n");
        for (LocalProcess process : processes) {
            lines.append(process.lastLines());
        }
        throw new StartFailure(lines.toString());
    }

    /** Such as http://127.0.0.1:8001, without a slash at the end. */
    public String url(int index) {
        return SCHEME + "127.0.0.1:" + addresses.get(index).getPort();
    }

    /** Where they listen. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** The processes, in the order of the addresses. */
    public List<LocalProcess> processes() {
        return processes;
    }

    /** Processor time that all that run now have used. */
    public Duration cpu() {
        return processes.stream().map(LocalProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        for (LocalProcess process : processes) {
            process.close();
        }
    }
}
