package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** As many clients at the same moment as a node promises to stand. */
class ManyConnectionsIT {
    private static final int CONNECTIONS = 10_000;
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(60).toMillis();

    @TempDir Path folder;

    @Test
    void tenThousandConnectionsEachStoreOneValueAndNoneIsLost() throws Exception {
        var system = ManagementFactory.getOperatingSystemMXBean();
        assumeTrue(
                system instanceof UnixOperatingSystemMXBean unix
                        && unix.getMaxFileDescriptorCount() > CONNECTIONS + 1_000,
                "too few open files are allowed");
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var connected = new CountDownLatch(CONNECTIONS);
            var stored = new AtomicInteger();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int key = i;
                all.add(
                        clients.submit(
                                () -> {
                                    store(port, key, connected);
                                    return stored.incrementAndGet();
                                }));
            }
            for (Future<?> client : all) {
                client.get();
            }
            assertEquals(CONNECTIONS, stored.get());
            node.kill();
        }
        try (var node = NodeProcess.alone(folder, port)) {
            String info = node.send("GET", "/cluster/info", "").body();
            assertEquals(true, info.contains("\"keys\": " + CONNECTIONS), info);
            assertEquals("value 9999", node.send("GET", "/kv/key9999", "").body());
        }
    }

    private static void store(int port, int key, CountDownLatch connected)
            throws IOException, InterruptedException {
        String value = "value " + key;
        String request =
                "PUT /kv/key%d HTTP/1.1\r\nHost: clew\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(key, value.length(), value);
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            connected.countDown();
            connected.await();
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 200 OK", in.readLine());
        }
    }
}
