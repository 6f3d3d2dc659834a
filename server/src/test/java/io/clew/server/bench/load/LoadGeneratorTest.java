package io.clew.server.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.server.ScriptedServer;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

class LoadGeneratorTest {
    private static final String OVERDUE = "not answered by the end";

    private final List<ScriptedServer> servers = new ArrayList<>();
    private final AtomicLong redirects = new AtomicLong();

    /** A server that knows nothing of shards. */
    private InetSocketAddress server(Function<HttpCall, HttpAnswer> answers) throws IOException {
        return any(
                call ->
                        call.target().equals("/cluster/shards")
                                ? HttpAnswer.text(404, "not found\n")
                                : answers.apply(call));
    }

    private InetSocketAddress any(Function<HttpCall, HttpAnswer> answers) throws IOException {
        ScriptedServer server = ScriptedServer.answering(answers);
        servers.add(server);
        return server.socketAddress();
    }

    @AfterEach
    void stop() {
        servers.forEach(ScriptedServer::close);
    }

    private static Measurement run(double readShare, InetSocketAddress... addresses)
            throws InterruptedException {
        return run(0, readShare, null, addresses);
    }

    private static Measurement run(
            double rate,
            double readShare,
            @Nullable HistoryFile history,
            InetSocketAddress... addresses)
            throws InterruptedException {
        var workload = new Workload(4, rate, 10, readShare, false, 20, Workload.KEY_PREFIX, 1);
        try (var generator =
                new LoadGenerator(
                        new HttpClients(
                                workload, Destination.leaderOf(List.of(addresses)), history))) {
            return generator.run(Duration.ZERO, Duration.ofMillis(300), () -> {}, () -> {});
        }
    }

    @Test
    void redirects_are_followed_and_the_leader_remembered()
            throws IOException, InterruptedException {
        InetSocketAddress leader = server(_ -> HttpAnswer.text(200, ""));
        String url = "http://127.0.0.1:" + leader.getPort();
        InetSocketAddress follower =
                server(
                        call -> {
                            redirects.incrementAndGet();
                            return HttpAnswer.text(307, "").with("Location", url + call.target());
                        });
        Tally tally = run(0.5, follower).tally();
        assertTrue(tally.reads().getTotalCount() > 0);
        assertTrue(tally.writes().getTotalCount() > 0);
        assertTrue(tally.errors().isEmpty(), tally.errors().toString());
        assertEquals(4, redirects.get(), "one for each connection");
    }

    @Test
    void errors_are_counted_by_kind() throws IOException, InterruptedException {
        InetSocketAddress broken = server(_ -> HttpAnswer.text(503, "no\n"));
        Tally tally = run(0, broken).tally();
        assertEquals(0, tally.all().getTotalCount());
        assertEquals(List.of("HTTP 503"), List.copyOf(tally.errors().keySet()));
    }

    @Test
    void a_rate_is_kept_whatever_the_servers_do() throws IOException, InterruptedException {
        InetSocketAddress server = server(_ -> HttpAnswer.text(200, ""));
        var measured = run(200, 0.5, null, server);
        var errors = new TreeSet<String>(measured.tally().errors().keySet());
        errors.remove(OVERDUE); // One may just be under way.
        assertTrue(errors.isEmpty(), measured.tally().errors().toString());
        // Less than a closed loop by far, even on a machine that is asked for much else.
        long count = measured.tally().all().getTotalCount();
        assertTrue(count > 0 && count < 2000, count + " requests");
    }

    /** No latency shows it: nothing is answered any more. */
    @Test
    void a_stall_that_outlasts_the_measured_time_is_counted()
            throws IOException, InterruptedException {
        var end = new CountDownLatch(1);
        InetSocketAddress hangs =
                server(
                        _ -> {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return HttpAnswer.text(200, "");
                        });
        var workload = new Workload(4, 200, 10, 0, false, 20, Workload.KEY_PREFIX, 1);
        var clients = new HttpClients(workload, Destination.leaderOf(List.of(hangs)), null);
        try (var generator = new LoadGenerator(clients)) {
            Tally tally =
                    generator
                            .run(Duration.ZERO, Duration.ofMillis(300), () -> {}, end::countDown)
                            .tally();
            assertEquals(0, tally.all().getTotalCount());
            Long overdue = tally.errors().get(OVERDUE);
            // 60 are due in that time, 15 for each client.
            assertTrue(overdue != null && overdue > 30, tally.errors().toString());
        }
    }

    @Test
    void another_server_is_tried_where_one_does_not_answer()
            throws IOException, InterruptedException {
        InetSocketAddress gone = server(_ -> HttpAnswer.text(200, ""));
        servers.getFirst().close();
        InetSocketAddress alive = server(_ -> HttpAnswer.text(200, ""));
        assertTrue(run(0, gone, alive).tally().writes().getTotalCount() > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {504, 500, 502})
    void a_process_whose_operation_is_unknown_does_nothing_more(int status, @TempDir Path folder)
            throws IOException, InterruptedException {
        InetSocketAddress unsure = server(_ -> HttpAnswer.text(status, "unknown\n"));
        Path file = folder.resolve("history.jsonl");
        try (var history = new HistoryFile(file)) {
            run(0, 1, history, unsure);
        }
        var ended = new TreeSet<String>();
        for (String line : Files.readAllLines(file)) {
            String process = line.substring(0, line.indexOf(','));
            if (line.contains("\"type\":\"invoke\"")) {
                assertFalse(ended.contains(process), line);
            } else {
                assertTrue(line.contains("\"type\":\"info\""), line);
                ended.add(process);
            }
        }
        assertTrue(ended.size() > 4, "more than the four that began");
    }

    @Test
    void stale_reads_are_spread_over_all_servers() throws IOException, InterruptedException {
        var asked = new ConcurrentSkipListSet<String>();
        InetSocketAddress leader =
                server(
                        call -> {
                            asked.add("leader " + call.method() + " " + query(call));
                            return HttpAnswer.text(200, "");
                        });
        String url = "http://127.0.0.1:" + leader.getPort();
        InetSocketAddress follower =
                server(
                        call -> {
                            asked.add("follower " + call.method() + " " + query(call));
                            return call.target().contains("stale")
                                    ? HttpAnswer.text(200, "")
                                    : HttpAnswer.text(307, "")
                                            .with("Location", url + call.target());
                        });
        var workload = Workload.closedLoop(4, 10, 1, 20).withStaleReads();
        var destination = Destination.of(workload, List.of(follower, leader));
        try (var generator = new LoadGenerator(new HttpClients(workload, destination, null))) {
            Tally tally =
                    generator
                            .run(Duration.ZERO, Duration.ofMillis(300), () -> {}, () -> {})
                            .tally();
            assertTrue(tally.errors().isEmpty(), tally.errors().toString());
        }
        assertEquals(
                Set.of(
                        "follower PUT ",
                        "follower GET ?consistency=stale",
                        "leader PUT ",
                        "leader GET ?consistency=stale"),
                asked);
    }

    private static String query(HttpCall call) {
        return call.target().replaceFirst("^[^?]*", "");
    }
}
