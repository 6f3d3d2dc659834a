package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.Model;
import io.clew.linearizability.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

/** Real nodes that ask each other instead of sending clients on, and lose their leaders. */
class ProxyIT {
    private static final Pattern TOKEN = Pattern.compile("\"idempotency-token\": \"([^\"]+)\"");
    private static final long SEED = 31;
    private static final int CLIENTS = 6;
    private static final int KEYS = 24;
    private static final int SOME_WRITES = 100;

    @TempDir Path folder;

    @Test
    void nobodyIsSentOnWhileLeadersAreKilledAndAllIsLinearizable() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--proxy", "--shards=4")) {
            cluster.awaitLeader(cluster.all());
            var load = RecordedLoad.startWithoutRedirects(cluster.ports(), CLIENTS, SEED, KEYS);
            load.awaitMore(SOME_WRITES);
            cluster.killLeaders(2, () -> load.awaitMore(SOME_WRITES));
            Verdict verdict =
                    Checker.check(load.finish(), Model.keyValue(), Budget.states(50_000_000));
            assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
            assertEquals(Map.of(), load.report().unexpectedBesideKills());
        }
    }

    @Test
    void aFollowerAnswersAsTheLeaderWouldAndForwardsNothingTwice() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--proxy", "--value-limit=1m");
                HttpClient client = HttpClient.newHttpClient()) {
            String key = "/kv/large";
            String value = "x".repeat(1 << 20);
            var put = askFollower(client, cluster, "PUT", key, value);
            assertEquals(200, put.statusCode(), put.body());
            assertTrue(put.headers().firstValue("Clew-Session").isPresent());
            String asked = put.uri().getAuthority();
            assertNotEquals(asked, put.headers().firstValue("Clew-Node").orElseThrow());
            assertEquals(value, askFollower(client, cluster, "GET", key, "").body());
            var none = askFollower(client, cluster, "GET", "/kv/none", "");
            assertEquals("404 key not found\n", none.statusCode() + " " + none.body());
            var empty = askFollower(client, cluster, "PUT", "/kv/", "v");
            assertEquals("400 key cannot be empty\n", empty.statusCode() + " " + empty.body());
            var large = askFollower(client, cluster, "PUT", key, value + "x");
            assertEquals(413, large.statusCode());

            var token = TOKEN.matcher("" + cluster.info(0));
            assertTrue(token.find());
            String[] named = {"Idempotency-Key", token.group(1) + ".0123456789abcdef"};
            var first = askFollower(client, cluster, "PUT", "/kv/n", "v", named);
            assertEquals(200, first.statusCode(), first.body());
            var again = askFollower(client, cluster, "PUT", "/kv/n", "v", named);
            assertEquals("true", again.headers().firstValue("Clew-Repeated").orElse(""));
            assertEquals(
                    first.headers().firstValue("Clew-Revision"),
                    again.headers().firstValue("Clew-Revision"));

            var marked = askFollower(client, cluster, "GET", key, "", Forwarding.MARK, "test");
            assertEquals(307, marked.statusCode());
            var clear = askFollower(client, cluster, "DELETE", "/clear", "");
            assertEquals(200, clear.statusCode(), clear.body());
            assertEquals(404, askFollower(client, cluster, "GET", key, "").statusCode());
        }
    }

    @Test
    void whatIsForwardedFromBeyondAPartitionIsRefused() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port, "--fault-injection");
                HttpClient client = HttpClient.newHttpClient()) {
            assertEquals(200, node.status("POST", "/cluster/partition", "{\"peers\": [\":1\"]}"));
            URI uri = URI.create("http://127.0.0.1:" + port + "/kv/a");
            var from = HttpRequest.newBuilder(uri).header(Forwarding.MARK, "127.0.0.1:1").build();
            assertEquals(404, client.send(from, BodyHandlers.ofString()).statusCode());
            var beyond = HttpRequest.newBuilder(uri).header(Forwarding.MARK, "127.0.0.1:2").build();
            var refusal = client.send(beyond, BodyHandlers.ofString());
            assertEquals(
                    "503 nothing from 127.0.0.1:2: cut off by order\n",
                    refusal.statusCode() + " " + refusal.body());
        }
    }

    /** Asks a node that does not lead, again and again as long as leadership changes. */
    private static HttpResponse<String> askFollower(
            HttpClient client,
            LocalCluster cluster,
            String method,
            String path,
            String body,
            String... headers)
            throws Exception {
        var answers = new ArrayList<HttpResponse<String>>();
        LocalCluster.await(
                "an answer to " + method + " " + path,
                () -> {
                    int follower = cluster.allBut(cluster.awaitLeader(cluster.all())).getFirst();
                    URI uri = URI.create("http://" + cluster.address(follower) + path);
                    var request =
                            HttpRequest.newBuilder(uri)
                                    .method(
                                            method,
                                            body.isEmpty()
                                                    ? BodyPublishers.noBody()
                                                    : BodyPublishers.ofString(body));
                    if (headers.length > 0) {
                        request.headers(headers);
                    }
                    answers.add(client.send(request.build(), BodyHandlers.ofString()));
                    int status = answers.getLast().statusCode();
                    return status != 503 && status != 504;
                });
        return answers.getLast();
    }
}
