package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpAnswer.Header;
import io.clew.transport.http.HttpCall;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What becomes of a request that is asked for elsewhere. */
class ForwardingTest {
    private static final long AGES = Duration.ofMinutes(5).toNanos();
    private static final String SELF = "127.0.0.1:1";

    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Forwarding forwarding = forwarding(100, AGES);

    private Forwarding forwarding(int count, long nanos) {
        var limits = new Forwarding.Limits(count, 1 << 20, 1 << 20, nanos);
        var made = new Forwarding(SELF, limits, address -> !cutOff.contains(address));
        opened.add(made);
        return made;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    /** A call that the test makes, and its answer. */
    private record Made(
            String method,
            String target,
            Map<String, String> headers,
            Bytes body,
            CompletableFuture<HttpAnswer> answer)
            implements HttpCall {
        Made(String method, String target, Map<String, String> headers, String body) {
            this(method, target, headers, Bytes.utf8(body), new CompletableFuture<>());
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public long contentLength() {
            return body.size();
        }

        @Override
        public void respond(Supplier<HttpAnswer> making) {
            assertTrue(answer.complete(making.get()));
        }
    }

    private String leader(Function<HttpCall, HttpAnswer> answers) throws Exception {
        return silentLeader(call -> call.respond(answers.apply(call)));
    }

    private String silentLeader(Consumer<HttpCall> handler) throws Exception {
        ScriptedServer server = ScriptedServer.taking(handler);
        opened.add(server);
        return server.address();
    }

    private HttpAnswer forward(String method, String leader) {
        var call = new Made(method, "/kv/a", Map.of(), method.equals("PUT") ? "v" : "");
        forwarding.forward(call, leader);
        return call.answer.join();
    }

    @Test
    void theLeaderIsToldWhatTheClientSaidAndTheClientWhatTheLeaderSaid() throws Exception {
        var seen = new CopyOnWriteArrayList<HttpCall>();
        String leader =
                leader(
                        call -> {
                            seen.add(call);
                            return HttpAnswer.json(201, "{}")
                                    .with("Clew-Revision", "7")
                                    .with("Allow", "GET");
                        });
        String value = "a ball of thread".repeat(30_000);
        var call =
                new Made(
                        "PUT",
                        "/kv/a%2Db?x=%20y",
                        Map.of("Idempotency-Key", "t.k", "Clew-Session", "s", "Cookie", "c"),
                        value);
        forwarding.forward(call, leader);
        HttpAnswer answer = call.answer.join();
        assertEquals(201, answer.status());
        assertEquals(HttpAnswer.JSON, answer.contentType());
        assertEquals("{}", answer.body().utf8());
        assertEquals(
                List.of(new Header("Clew-Revision", "7"), new Header("Allow", "GET")),
                answer.headers());
        HttpCall arrived = seen.getFirst();
        assertEquals("PUT /kv/a%2Db?x=%20y", arrived.method() + " " + arrived.target());
        assertEquals(value, arrived.body().utf8());
        assertEquals("t.k", arrived.header("Idempotency-Key"));
        assertEquals("s", arrived.header("Clew-Session"));
        assertEquals(null, arrived.header("Cookie"));
        assertEquals(SELF, arrived.header(Forwarding.MARK));
        assertTrue(Forwarding.isForwarded(arrived));
        assertFalse(Forwarding.isForwarded(call));
        assertTrue(forwarding.quiet());
    }

    @Test
    void whereTheLeaderIsElsewhereByNowItFollowsButNotForEver() throws Exception {
        String leader = leader(_ -> HttpAnswer.text(200, "v"));
        String former =
                leader(
                        c ->
                                HttpAnswer.text(307, "")
                                        .with("Location", "http://" + leader + "/kv/a"));
        assertEquals(200, forward("GET", former).status());
        var asked = new CopyOnWriteArrayList<String>();
        String[] other = {""};
        String one =
                leader(
                        c -> {
                            asked.add("one");
                            return HttpAnswer.text(307, "").with("Location", "http://" + other[0]);
                        });
        other[0] = one;
        HttpAnswer lost = forward("PUT", one);
        assertEquals("503 the leader changes\n", lost.status() + " " + lost.body().utf8());
        assertEquals(3, asked.size());
        String back = leader(_ -> HttpAnswer.text(307, "").with("Location", "http://" + SELF));
        assertEquals(503, forward("PUT", back).status());
    }

    @Test
    void whatWasNotSentWasNotApplied() throws IOException {
        HttpAnswer answer = forward("PUT", "127.0.0.1:" + NodeProcess.freePort());
        assertEquals(503, answer.status());
        assertEquals(List.of(new Header("Retry-After", "1")), answer.headers());
        assertTrue(answer.body().utf8().startsWith("not sent to 127.0.0.1:"));
    }

    @Test
    void whoIsCutOffByOrderIsSentNothingNotEvenByWayOfOthers() throws Exception {
        var asked = new CopyOnWriteArrayList<HttpCall>();
        String leader =
                leader(
                        call -> {
                            asked.add(call);
                            return HttpAnswer.text(200, "v");
                        });
        String there = "http://" + leader + "/kv/a";
        String former = leader(_ -> HttpAnswer.text(307, "").with("Location", there));
        cutOff.add(leader);
        for (String first : List.of(leader, former)) {
            HttpAnswer answer = forward("PUT", first);
            assertEquals(
                    "503 not sent to " + leader + ": cut off by order\n",
                    answer.status() + " " + answer.body().utf8());
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void whatIsAnsweredByWhoIsCutOffMeanwhileIsLost() throws Exception {
        String[] self = {""};
        String leader =
                leader(
                        _ -> {
                            cutOff.add(self[0]);
                            return HttpAnswer.text(200, "v");
                        });
        self[0] = leader;
        assertEquals(504, forward("PUT", leader).status());
        cutOff.clear();
        assertEquals(503, forward("GET", leader).status());
    }

    @Test
    void whatWasSentAndIsNotAnsweredIsUnknownUnlessItReads() throws IOException {
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> breakAll(socket));
            String leader = "127.0.0.1:" + socket.getLocalPort();
            assertEquals(504, forward("PUT", leader).status());
            assertEquals(504, forward("DELETE", leader).status());
            assertEquals(504, forward("POST", leader).status());
            assertEquals(503, forward("GET", leader).status());
        }
    }

    private static void breakAll(ServerSocket socket) {
        try {
            while (true) {
                try (Socket connection = socket.accept()) {
                    var _ = connection.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Test
    void aLeaderThatIsSilentIsGivenUp() throws Exception {
        String leader = silentLeader(_ -> {});
        Forwarding impatient = forwarding(100, Duration.ofMillis(150).toNanos());
        var write = new Made("PUT", "/kv/a", Map.of(), "v");
        var read = new Made("GET", "/kv/a", Map.of(), "");
        impatient.forward(write, leader);
        impatient.forward(read, leader);
        assertEquals(504, write.answer.join().status());
        assertEquals(503, read.answer.join().status());
        assertTrue(impatient.quiet());
    }

    @Test
    void noMoreThanAllowedAndWhatIsUnderWayAtTheEndIsUnknown() throws Exception {
        var arrived = new CompletableFuture<HttpCall>();
        String leader = silentLeader(arrived::complete);
        Forwarding narrow = forwarding(1, AGES);
        var first = new Made("PUT", "/kv/a", Map.of(), "v");
        narrow.forward(first, leader);
        arrived.join();
        assertFalse(narrow.quiet());
        var second = new Made("PUT", "/kv/a", Map.of(), "v");
        narrow.forward(second, leader);
        assertEquals(503, second.answer.join().status());
        narrow.close();
        assertEquals(504, first.answer.join().status());
        var late = new Made("PUT", "/kv/a", Map.of(), "v");
        narrow.forward(late, leader);
        assertEquals(503, late.answer.join().status());
        assertTrue(narrow.quiet());
    }

    @Test
    void bodiesTakeNoMoreMemoryThanAllowed() throws Exception {
        var arrived = new CompletableFuture<HttpCall>();
        String leader = silentLeader(arrived::complete);
        forwarding.forward(new Made("PUT", "/kv/a", Map.of(), "v".repeat(1 << 19)), leader);
        arrived.join();
        var second = new Made("PUT", "/kv/a", Map.of(), "v".repeat(1 << 19));
        forwarding.forward(second, leader);
        assertEquals(503, second.answer.join().status());
    }
}
