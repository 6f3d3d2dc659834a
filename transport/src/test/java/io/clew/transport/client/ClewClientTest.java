package io.clew.transport.client;

import static io.clew.transport.client.ScriptedNode.BREAK;
import static io.clew.transport.client.ScriptedNode.SILENCE;
import static io.clew.transport.client.ScriptedNode.answer;
import static io.clew.transport.client.ScriptedNode.map;
import static io.clew.transport.client.ScriptedNode.sentTo;
import static io.clew.transport.client.ScriptedNode.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.client.ScriptedNode.Asked;
import io.clew.transport.client.ScriptedNode.Script;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** What the client does with each answer, and with none. */
class ClewClientTest {
    private static final Bytes VALUE = Bytes.utf8("ball");
    private static final Result.Value FOUND = new Result.Value(VALUE, 7);
    private static final Result.Done DONE = new Result.Done(9);
    private static final String OK = answer(200, "", "Clew-Revision: 9");
    private static final String READ = answer(200, "ball", "clew-revision: 7");
    private static final String BUSY = answer(503, "no leader\n");

    /** Slot 12,739 of 16,384, so that it belongs to the second shard of two. */
    private static final String OF_SECOND_SHARD = "123456789";

    private static final Duration AGES = Duration.ofMinutes(5);
    private static final Duration MOMENT = Duration.ofMillis(500);

    private ScriptedNode node;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        node = scripted();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private ScriptedNode scripted() throws IOException {
        var scripted = new ScriptedNode();
        opened.add(scripted);
        return scripted;
    }

    private ClientConfig config(ScriptedNode... seeds) {
        String[] nodes = new String[seeds.length];
        for (int i = 0; i < seeds.length; i++) {
            nodes[i] = seeds[i].address();
        }
        return ClientConfig.of(nodes).times(AGES, AGES).random(new SplittableRandom(5));
    }

    private ClewClient client(ClientConfig config) {
        var client = new ClewClient(config);
        opened.add(client);
        return client;
    }

    private ClewClient client() {
        return client(config(node));
    }

    /** A node with one shard that it leads, which gives these answers one after the other. */
    private void answers(String... inTurn) {
        node.plays(leader(node, List.of(inTurn).iterator()));
    }

    private static Script leader(ScriptedNode self, Iterator<String> answers) {
        return asked -> {
            if (asked.isForMap()) {
                return map(self.address());
            }
            return asked.isForToken() ? token("t0") : answers.next();
        };
    }

    private List<String> names() {
        return node.asked().stream().map(a -> Objects.requireNonNull(a.name())).toList();
    }

    @Test
    void readsGoOverOneConnectionAndTheMapIsAskedForOnce() {
        answers(READ, answer(404, "key not found\n"), answer(200, ""));
        ClewClient client = client();
        assertEquals(FOUND, client.get("princess").join());
        assertEquals(new Result.Missing(), client.get("nobody").join());
        assertEquals(new Result.Value(Bytes.EMPTY, 0), client.get("empty").join());
        assertEquals(1, node.connections());
        assertEquals(1, node.askedForMap());
        assertEquals(0, node.askedForToken());
        assertEquals("/kv/princess", node.asked().getFirst().target());
        assertEquals("127.0.0.1", node.asked().getFirst().headers().get("host"));
    }

    @Test
    void writesAreNamedByTheNewestToken() {
        String next = answer(200, "", "Clew-Revision: 9", "Clew-Idempotency-Token: t1");
        answers(next, OK, OK);
        ClewClient client = client();
        assertEquals(DONE, client.put("princess", VALUE).join());
        assertEquals(DONE, client.delete("princess").join());
        assertEquals(DONE, client.clear().join());
        assertEquals(1, node.askedForToken());
        Asked put = node.asked().getFirst();
        assertEquals("PUT /kv/princess ball", put.method() + " " + put.target() + " " + put.body());
        Asked clear = node.asked().getLast();
        assertEquals(
                "DELETE /clear 0",
                clear.method()
                        + " "
                        + clear.target()
                        + " "
                        + clear.headers().get("content-length"));
        assertTrue(names().get(0).matches("t0\\.[\\w-]{22}"), names().get(0));
        assertTrue(names().get(1).matches("t1\\.[\\w-]{22}"), names().get(1));
        assertEquals(3, names().stream().distinct().count());
    }

    @Test
    void eachKeyGoesToTheLeaderOfItsShard() throws IOException {
        ScriptedNode other = scripted();
        // Its slot is 12,739: of four shards the last one's.
        String last = "123456789";
        String first = "b"; // 3,300, of the first one.
        Script both =
                asked -> {
                    if (asked.isForMap()) {
                        String a = node.address();
                        return map(a, a, a, other.address());
                    }
                    return asked.isForToken()
                            ? token(
                                    "of"
                                            + asked.target()
                                                    .substring("/cluster/info?shard=".length()))
                            : OK;
                };
        node.plays(both);
        other.plays(both);
        ClewClient client = client();
        client.put(last, VALUE).join();
        client.put(first, VALUE).join();
        client.clear().join();
        assertEquals(List.of("/kv/" + last), other.asked().stream().map(Asked::target).toList());
        assertEquals(
                List.of("/kv/" + first, "/clear"),
                node.asked().stream().map(Asked::target).toList());
        assertTrue(Objects.requireNonNull(other.asked().getFirst().name()).startsWith("of3."));
        assertTrue(names().getFirst().startsWith("of0."));
    }

    @Test
    void whereItIsSentItGoesFirstTheNextTime() throws IOException {
        ScriptedNode leader = scripted();
        node.plays(
                asked ->
                        asked.isForMap()
                                ? map(node.address())
                                : sentTo(leader.address(), asked.target()));
        leader.plays(leader(leader, List.of(READ, READ).iterator()));
        ClewClient client = client();
        assertEquals(FOUND, client.get("a").join());
        assertEquals(FOUND, client.get("b").join());
        assertEquals(1, node.asked().size());
        assertEquals(2, leader.asked().size());
    }

    /** It pauses after a few rounds, and asks for the map anew: then they have agreed. */
    @Test
    void twoNodesThatSendToEachOtherDoNotKeepItForEver() throws IOException {
        ScriptedNode other = scripted();
        node.plays(sendsOnUntilTheMapIsAskedForAgain(node, other, other));
        other.plays(sendsOnUntilTheMapIsAskedForAgain(node, other, node));
        assertEquals(FOUND, client().get("a").join());
        assertTrue(node.asked().size() >= 3, node.asked().toString());
        assertTrue(other.asked().size() >= 3, other.asked().toString());
    }

    private static Script sendsOnUntilTheMapIsAskedForAgain(
            ScriptedNode one, ScriptedNode two, ScriptedNode to) {
        return asked -> {
            if (asked.isForMap()) {
                return map(one.address());
            }
            return one.askedForMap() + two.askedForMap() > 1
                    ? READ
                    : sentTo(to.address(), asked.target());
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 504, 500, 408, 507, 307, 409})
    void aReadIsTriedAgainUntilItIsAnswered(int status) {
        answers(answer(status, "no\n"), answer(status, "no\n"), READ);
        assertEquals(FOUND, client().get("a").join());
    }

    @Test
    void aReadWhoseConnectionBreaksIsTriedAgain() {
        answers(BREAK, BREAK, "HTTP/1.1 200 so\r\nContent-Length: 9\r\n\r\nba", READ);
        ClewClient client = client(config(node).times(AGES, MOMENT));
        assertEquals(FOUND, client.get("a").join());
    }

    @Test
    void whatIsNoHttpIsNoAnswer() {
        answers("SSH-2.0-clew\r\n\r\n", READ);
        assertEquals(FOUND, client().get("a").join());
    }

    @Test
    void aNodeThatIsSilentIsLeftForAnother() {
        answers(SILENCE, OK);
        ClewClient client = client(config(node).times(AGES, MOMENT));
        assertEquals(DONE, client.put("a", VALUE).join());
        assertEquals(1, names().stream().distinct().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {BREAK, "504", "500"})
    void aNamedWriteThatMayHaveBeenAppliedIsSentAgainUnderTheSameName(String first) {
        answers(first.equals(BREAK) ? BREAK : answer(Integer.parseInt(first), "hm\n"), OK);
        assertEquals(DONE, client().put("a", VALUE).join());
        assertEquals(2, names().size());
        assertEquals(names().getFirst(), names().getLast());
        assertEquals(node.asked().getFirst().body(), node.asked().getLast().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {BREAK, "504", "500"})
    void aWriteWithoutANameIsNot(String first) {
        answers(first.equals(BREAK) ? BREAK : answer(Integer.parseInt(first), "hm\n"), OK);
        ClewClient client = client(config(node).withoutNames());
        assertInstanceOf(Result.Unknown.class, client.put("a", VALUE).join());
        assertEquals(1, node.asked().size());
        assertEquals(null, node.asked().getFirst().name());
    }

    @Test
    void whatWasNotAppliedIsSentAgainWithoutANameToo() {
        answers(answer(503, "busy\n", "Retry-After: 1"), OK);
        ClewClient client = client(config(node).withoutNames());
        assertEquals(DONE, client.put("a", VALUE).join());
        assertEquals(0, node.askedForToken());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409})
    void aNameThatIsNotTakenIsReplacedByAnother(int status) {
        answers(answer(status, "too old\n", "Clew-Idempotency-Token: t5"), OK);
        assertEquals(DONE, client().put("a", VALUE).join());
        assertTrue(names().getFirst().startsWith("t0."), names().toString());
        assertTrue(names().getLast().startsWith("t5."), names().toString());
    }

    @Test
    void unlessItMayHaveBeenAppliedUnderTheFirst() {
        answers(BREAK, answer(409, "too old\n", "Clew-Idempotency-Token: t5"), OK);
        var unknown = (Result.Unknown) client().put("a", VALUE).join();
        assertEquals("409 too old", unknown.why());
        assertEquals(2, node.asked().size());
    }

    @ParameterizedTest
    @CsvSource({"400, bad key", "413, too large", "422, another write", "405, not so"})
    void whatMakesNoSenseIsNotTriedAgain(int status, String why) {
        answers(answer(status, why + "\n"));
        var expected = new Result.Failed(Result.Cause.REFUSED, status + " " + why);
        assertEquals(expected, client().put("a", VALUE).join());
        assertEquals(1, node.asked().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "a\r\nHost: x", "ä"})
    void aKeyThatIsNoneIsNotSent(String key) {
        ClewClient client = client();
        var read = (Result.Failed) client.get(key).join();
        var put = (Result.Failed) client.put(key, VALUE).join();
        assertEquals(Result.Cause.REFUSED, read.cause());
        assertEquals(Result.Cause.REFUSED, put.cause());
        assertEquals(0, node.askedForMap());
    }

    @Test
    void whenTheTimeIsOverAReadHasFailedAndASentWriteIsUnknown() {
        answers(OK, SILENCE, SILENCE);
        ClewClient client = client();
        assertEquals(DONE, client.put("a", VALUE).join());
        var read = (Result.Failed) client.get("a", MOMENT).join();
        assertEquals(Result.Cause.UNAVAILABLE, read.cause());
        assertInstanceOf(Result.Unknown.class, client.put("a", VALUE, MOMENT).join());
    }

    @Test
    void whatNobodyListensToHasFailed() throws IOException {
        String nowhere;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = "127.0.0.1:" + socket.getLocalPort();
        }
        node.plays(asked -> map(nowhere));
        ClewClient client = client();
        var put = (Result.Failed) client.put("a", VALUE, MOMENT).join();
        assertEquals(Result.Cause.UNAVAILABLE, put.cause());
        var lost = client(ClientConfig.of(nowhere)).delete("a", MOMENT).join();
        assertEquals(Result.Cause.UNAVAILABLE, ((Result.Failed) lost).cause());
    }

    @Test
    void whereThereIsNoTimeNothingIsSent() {
        answers(OK);
        var put = (Result.Failed) client().put("a", VALUE, Duration.ZERO).join();
        assertEquals(Result.Cause.UNAVAILABLE, put.cause());
        assertEquals(List.of(), node.asked());
    }

    @Test
    void aDeadLeaderIsLeftForWhoeverTheOthersName() throws IOException {
        ScriptedNode next = scripted();
        next.plays(leader(next, List.of(READ, OK).iterator()));
        String gone = scriptedAndClosed();
        node.plays(
                asked -> map(asked.isForMap() && node.askedForMap() > 1 ? next.address() : gone));
        ClewClient client = client();
        assertEquals(FOUND, client.get("a").join());
        assertEquals(DONE, client.put("a", VALUE).join());
    }

    private String scriptedAndClosed() throws IOException {
        try (var gone = new ScriptedNode()) {
            return gone.address();
        }
    }

    @Test
    void noMoreConnectionsThanAllowedAndNoMoreCalls() {
        answers(READ, READ, READ, READ);
        ClewClient client = client(config(node).bounds(1, 4));
        List<CompletableFuture<Result.Read>> reads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            reads.add(client.get("a"));
        }
        for (CompletableFuture<Result.Read> read : reads) {
            assertEquals(FOUND, read.join());
        }
        assertEquals(1, node.connections());
        answers(SILENCE, SILENCE);
        List<CompletableFuture<Result.Read>> stuck = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stuck.add(client.get("a"));
        }
        var fifth = (Result.Failed) client.get("a").join();
        assertEquals(Result.Cause.TOO_MANY, fifth.cause());
        client.close();
        for (CompletableFuture<Result.Read> read : stuck) {
            assertEquals(Result.Cause.CLOSED, ((Result.Failed) read.join()).cause());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatHasNoTimeLeftMakesRoomForOneOther(boolean begun) {
        node.plays(asked -> asked.isForMap() ? map(node.address()) : SILENCE);
        ClewClient client = client(config(node).bounds(4, 1));
        var late = (Result.Failed) client.get("a", begun ? MOMENT : Duration.ZERO).join();
        assertEquals(Result.Cause.UNAVAILABLE, late.cause());
        CompletableFuture<Result.Read> other = client.get("a");
        CompletableFuture<Result.Read> another = client.get("a");
        assertTrue(another.isDone(), "one call at a time is allowed");
        assertEquals(Result.Cause.TOO_MANY, ((Result.Failed) another.join()).cause());
        assertFalse(other.isDone());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE})
    void aTimeThatNobodyCanWaitIsAnOrdinaryOne(long seconds) {
        answers(READ, READ);
        ClewClient client = client(config(node).bounds(4, 1));
        Result.Read first = client.get("a", Duration.ofSeconds(seconds)).join();
        assertEquals(seconds > 0, first.equals(FOUND), first.toString());
        assertEquals(FOUND, client.get("a").join(), "it has made room");
    }

    @Test
    void timesWithoutEndAreAsGoodAsLongOnes() {
        answers(READ);
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        assertEquals(FOUND, client(config(node).times(ever, ever)).get("a").join());
    }

    @Test
    void closingEndsAllCallsAndLeavesNoConnectionAndNoThread() throws InterruptedException {
        answers(OK, SILENCE, SILENCE);
        ClewClient client = client();
        client.put("a", VALUE).join();
        CompletableFuture<Result.Written> put = client.put("a", VALUE);
        CompletableFuture<Result.Read> get = client.get("a");
        while (node.asked().size() < 3) {
            Thread.onSpinWait();
        }
        client.close();
        assertInstanceOf(Result.Unknown.class, put.join());
        assertEquals(Result.Cause.CLOSED, ((Result.Failed) get.join()).cause());
        node.awaitAllEnded();
        var late = (Result.Failed) client.put("a", VALUE).join();
        assertEquals(Result.Cause.CLOSED, late.cause());
        client.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("clew-client")) {
                assertTrue(thread.join(AGES), thread + " lives on");
            }
        }
    }

    @Test
    void aNodeThatIsInNoClusterYetMisleadsNobody() {
        var maps = List.of(map(node.address(), node.address()), map(node.address())).iterator();
        var misled = new CountDownLatch(1);
        var first = new AtomicBoolean(true);
        node.plays(
                asked -> {
                    if (asked.isForMap()) {
                        return maps.hasNext() ? maps.next() : SILENCE;
                    }
                    if (asked.target().endsWith(OF_SECOND_SHARD) && first.getAndSet(false)) {
                        awaitUninterruptibly(misled);
                        return BUSY;
                    }
                    return maps.hasNext() ? BUSY : READ;
                });
        ClewClient client = client();
        CompletableFuture<Result.Read> waiting = client.get(OF_SECOND_SHARD);
        assertEquals(FOUND, client.get("other").join());
        assertEquals(FOUND, client.get("other").join());
        misled.countDown();
        assertEquals(FOUND, waiting.join());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anErrorInTheClientIsTold() {
        answers(OK);
        RandomGenerator broken =
                () -> {
                    throw new IllegalStateException("no chance");
                };
        ClewClient client = client(config(node).random(broken));
        var error = assertThrows(CompletionException.class, () -> client.put("a", VALUE).join());
        assertInstanceOf(IllegalStateException.class, error.getCause());
    }

    @Test
    void twoClientsNeverNameAlike() {
        answers(OK, OK);
        client(ClientConfig.of(node.address())).put("a", VALUE).join();
        client(ClientConfig.of(node.address())).put("a", VALUE).join();
        assertNotEquals(names().getFirst(), names().getLast());
    }
}
