package io.clew.server.bench.etcd;

import io.clew.server.bench.local.FreePorts;
import io.clew.server.bench.local.LocalProcess;
import io.clew.server.bench.local.StartFailure;
import io.clew.transport.SocketTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.MultiThreadIoEventLoopGroup;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Members of etcd on this machine, with the settings that it comes with. */
public final class EtcdServers implements AutoCloseable {
    /** What to install where there is none. */
    public static final String PACKAGE = "etcd-server";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 100;

    /** It keeps old values, and by default stops taking writes at 2 GiB. */
    private static final String QUOTA = "--quota-backend-bytes=" + (8L << 30);

    private final List<LocalProcess> processes = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    private EtcdServers() {}

    /** The program, null if it is not on the PATH. */
    public static @Nullable Path program() {
        return Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** What the program calls itself, such as {@code etcd Version: 3.4.23}. */
    public static String version(Path program, Path folder) throws IOException {
        Path output = folder.resolve("etcd-version");
        try (var asked = LocalProcess.start(List.of(program.toString(), "--version"), output)) {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty() ? "etcd" : lines.getFirst();
    }

    /**
     * Starts members, and returns when one of them leads.
     *
     * @param folder takes their data and what they print
     */
    public static EtcdServers start(Path program, int count, Path folder)
            throws IOException, InterruptedException, StartFailure {
        List<Integer> ports = FreePorts.find(2 * count);
        var servers = new EtcdServers();
        String cluster =
                ports.subList(count, 2 * count).stream()
                        .map(port -> "m" + port + "=" + url(port))
                        .collect(Collectors.joining(","));
        try {
            for (int i = 0; i < count; i++) {
                int client = ports.get(i);
                int peer = ports.get(count + i);
                var command =
                        List.of(
                                program.toString(),
                                "--name=m" + peer,
                                "--data-dir=" + folder.resolve("etcd-" + client),
                                "--listen-client-urls=" + url(client),
                                "--advertise-client-urls=" + url(client),
                                "--listen-peer-urls=" + url(peer),
                                "--initial-advertise-peer-urls=" + url(peer),
                                "--initial-cluster=" + cluster,
                                "--initial-cluster-state=new",
                                QUOTA);
                Path log = folder.resolve("etcd-" + client + ".log");
                servers.processes.add(LocalProcess.start(command, log));
                servers.addresses.add(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), client));
            }
            servers.leader();
            return servers;
        } catch (IOException | InterruptedException | StartFailure e) {
            servers.close();
            throw e;
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Waits until a member says that it leads. */
    public InetSocketAddress leader() throws IOException, InterruptedException, StartFailure {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() - end < 0 && processes.stream().allMatch(LocalProcess::alive)) {
            for (InetSocketAddress address : addresses) {
                if (leads(address)) {
                    return address;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        var lines = new StringBuilder("etcd has no leader:\n");
        for (LocalProcess process : processes) {
            lines.append(process.lastLines());
        }
        throw new StartFailure(lines.toString());
    }

    private static boolean leads(InetSocketAddress address) throws InterruptedException {
        SocketTransport transport = SocketTransport.best();
        var group = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
        var bootstrap = new Bootstrap().group(group).channel(transport.socketChannel());
        var connection = new SharedConnection(bootstrap, address);
        var leads = new CompletableFuture<Boolean>();
        var call =
                new GrpcCall(
                        EtcdMessages.STATUS,
                        EtcdMessages.status(),
                        (@Nullable String failure, ByteBuffer answer) ->
                                leads.complete(failure == null && EtcdMessages.leads(answer)));
        try {
            group.execute(() -> connection.call(call));
            return leads.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Where the members take clients. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Processor time that all members have used. */
    public Duration cpu() {
        return processes.stream().map(LocalProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        processes.forEach(LocalProcess::close);
    }
}
