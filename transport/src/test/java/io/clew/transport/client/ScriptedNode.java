package io.clew.transport.client;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A node that answers what a test wants, breaks off where it is told to, or says nothing. */
final class ScriptedNode implements AutoCloseable {
    /** Closes the connection instead of answering. */
    static final String BREAK = "break";

    /** Says nothing for ever. */
    static final String SILENCE = "silence";

    /** A request as it came. */
    record Asked(String method, String target, Map<String, String> headers, String body) {
        boolean isForMap() {
            return target.equals("/cluster/shards");
        }

        boolean isForToken() {
            return target.startsWith("/cluster/info");
        }

        @Nullable String name() {
            return headers.get("idempotency-key");
        }
    }

    /** What is answered: a whole answer, or one of the words above. */
    interface Script {
        String answer(Asked asked);
    }

    private final ServerSocket socket;
    private volatile Script script = _ -> BREAK;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<CountDownLatch> ended = new CopyOnWriteArrayList<>();

    ScriptedNode() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    void plays(Script newScript) {
        script = newScript;
    }

    /** What was asked of it, but for maps and tokens. */
    List<Asked> asked() {
        return asked.stream().filter(a -> !a.isForMap() && !a.isForToken()).toList();
    }

    long askedForMap() {
        return asked.stream().filter(Asked::isForMap).count();
    }

    long askedForToken() {
        return asked.stream().filter(Asked::isForToken).count();
    }

    int connections() {
        return ended.size();
    }

    /** Waits until the other side has closed all connections. */
    void awaitAllEnded() throws InterruptedException {
        for (CountDownLatch each : ended) {
            each.await();
        }
    }

    static String answer(int status, String body, String... headers) {
        var text = new StringBuilder("HTTP/1.1 " + status + " so\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String sentTo(String address, String target) {
        return answer(307, "", "Location: http://" + address + target);
    }

    /** The map of a cluster whose shards are each on one node, which leads it. */
    static String map(String... leaders) {
        var json = new StringBuilder("{\"shards\": [");
        for (int shard = 0; shard < leaders.length; shard++) {
            json.append(shard == 0 ? "" : ", ")
                    .append("{\"shard\": " + shard + ", \"members\": [\"" + leaders[shard] + "\"]")
                    .append(", \"leader\": \"" + leaders[shard] + "\", \"term\": 1}");
        }
        return answer(200, json + "]}");
    }

    static String token(String token) {
        return answer(200, "{\"idempotency-token\": \"" + token + "\"}");
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                open.add(connection);
                var end = new CountDownLatch(1);
                ended.add(end);
                Thread.ofVirtual().start(() -> serve(connection, end));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection, CountDownLatch end) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            for (Asked next = read(in); next != null; next = read(in)) {
                asked.add(next);
                String answer = script.answer(next);
                if (answer.equals(BREAK)) {
                    return;
                }
                if (!answer.equals(SILENCE)) {
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // The other side has gone.
        } finally {
            end.countDown();
        }
    }

    private static @Nullable Asked read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", 3);
        var headers = new TreeMap<String, String>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Asked(parts[0], parts[1], headers, body);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
