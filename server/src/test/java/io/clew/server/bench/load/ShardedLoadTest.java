package io.clew.server.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.transport.SocketTransport;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;
import io.clew.transport.http.HttpConfig;
import io.clew.transport.http.HttpHandler;
import io.clew.transport.http.HttpHead;
import io.clew.transport.http.HttpServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a load finds the leaders of several shards, whose servers follow a script. */
class ShardedLoadTest {
    private static final int SHARDS = 4;
    private static final int CLIENTS = 4;
    private static final int KEYS = 200;

    private final List<HttpServer> servers = new ArrayList<>();

    /** What each server leads, by its number. */
    private final int[] leaders = {0, 1, 2, 1};

    /** What the servers say that each leads. */
    private final int[] said = leaders.clone();

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger redirects = new AtomicInteger();
    private final Set<String> kept = new ConcurrentSkipListSet<>();

    private final class Script implements HttpHandler {
        private final int own;

        Script(int own) {
            this.own = own;
        }

        @Override
        public @Nullable HttpAnswer early(HttpHead head) {
            return null;
        }

        @Override
        public boolean vital(HttpHead head) {
            return false;
        }

        @Override
        public void handle(HttpCall call) {
            call.respond(answer(call));
        }

        private HttpAnswer answer(HttpCall call) {
            if (call.target().equals("/cluster/shards")) {
                questions.incrementAndGet();
                return HttpAnswer.text(200, map());
            }
            String key = call.target().substring("/kv/".length());
            int shard = Slots.shardOf(Bytes.utf8(key), SHARDS);
            if (leaders[shard] != own) {
                redirects.incrementAndGet();
                return HttpAnswer.text(307, "")
                        .with("Location", "http://" + address(leaders[shard]) + call.target());
            }
            kept.add(shard + " by " + own);
            return HttpAnswer.text(200, "");
        }
    }

    private String address(int server) {
        return "127.0.0.1:" + servers.get(server).port();
    }

    private String map() {
        String members =
                IntStream.range(0, servers.size())
                        .mapToObj(i -> '"' + address(i) + '"')
                        .collect(Collectors.joining(",", "[", "]"));
        return IntStream.range(0, SHARDS)
                .mapToObj(
                        shard ->
                                "{\"shard\":"
                                        + shard
                                        + ",\"members\":"
                                        + members
                                        + ",\"leader\":"
                                        + (said[shard] < 0
                                                ? "null"
                                                : '"' + address(said[shard]) + '"')
                                        + "}")
                .collect(Collectors.joining(",", "{\"shards\":[", "]}"));
    }

    @BeforeEach
    void start() throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        for (int own = 0; own < 3; own++) {
            var config = HttpConfig.production(any);
            servers.add(new HttpServer(SocketTransport.best(), config, new Script(own), null));
            servers.getLast().start();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (HttpServer server : servers) {
            server.close(Duration.ZERO);
        }
    }

    /** Whoever names only the first server has to be told of the others. */
    private Tally load() throws InterruptedException {
        var loopback = InetAddress.getLoopbackAddress();
        var first = new InetSocketAddress(loopback, servers.getFirst().port());
        var workload = Workload.closedLoop(CLIENTS, 10, 0.5, KEYS);
        var destination = Destination.of(workload, List.of(first));
        assertEquals(SHARDS, destination.shards());
        try (var generator = new LoadGenerator(new HttpClients(workload, destination, null))) {
            return generator.run(Duration.ZERO, Duration.ofMillis(300), () -> {}, () -> {}).tally();
        }
    }

    private void assertAllKept(Tally tally) {
        assertTrue(tally.reads().getTotalCount() > 0);
        assertTrue(tally.writes().getTotalCount() > 0);
        assertTrue(tally.errors().isEmpty(), tally.errors().toString());
        assertEquals(Set.of("0 by 0", "1 by 1", "2 by 2", "3 by 1"), kept);
        assertEquals(1, questions.get(), "asked once for all clients");
    }

    @Test
    void each_key_is_asked_of_the_leader_of_its_shard() throws InterruptedException {
        assertAllKept(load());
        assertEquals(0, redirects.get());
    }

    @Test
    void a_leader_that_was_not_known_is_learnt_by_a_redirect() throws InterruptedException {
        said[2] = 0;
        said[3] = -1;
        assertAllKept(load());
        assertFalse(redirects.get() == 0);
        // Each client may be under way to a wrong one when another is told, once for each shard.
        assertTrue(redirects.get() <= 2 * CLIENTS, redirects + " redirects");
    }

    @Test
    void one_shard_whose_server_is_gone_fails_alone() throws InterruptedException {
        servers.get(2).close(Duration.ZERO);
        Tally tally = load();
        assertEquals(Set.of("0 by 0", "1 by 1", "3 by 1"), kept);
        assertEquals(List.of("cannot connect"), List.copyOf(tally.errors().keySet()));
    }
}
