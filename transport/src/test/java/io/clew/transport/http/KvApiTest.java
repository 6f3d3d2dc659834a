package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Served;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Standing;
import io.clew.engine.wire.CommandCodec;
import io.clew.transport.http.ApiAlone.Head;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

class KvApiTest {
    private static final Served SERVED = new Served(Status.Role.LEADER, 8, Served.UNBOUNDED);

    private final ApiAlone alone = new ApiAlone();
    private final KvApi api = alone.api(true);

    private static HttpHead waiting(String method, String target) {
        return new Head(method, target, 5, "Expect", "100-continue");
    }

    @Test
    void aFollowerSparesItsClientABodyThatIsNotForIt() {
        var leader = new Reply.NotLeader("n2:1");
        HttpAnswer spared = api.spareBody(waiting("PUT", "/kv/a?x=y"), leader);
        assertEquals("307 Location: http://n2:1/kv/a?x=y", spared == null ? "" : redirect(spared));
        assertNotNull(api.spareBody(new Head("PUT", "/kv/a", 1 << 20), leader));
        assertNull(api.spareBody(new Head("PUT", "/kv/a", -1), leader), "may be too large");
        assertNull(api.spareBody(new Head("PUT", "/kv/a", 5), leader), "small and on its way");
        assertNull(api.spareBody(waiting("PUT", "/health"), leader));
    }

    private static String redirect(HttpAnswer answer) {
        return answer.status()
                + answer.headers().stream()
                        .filter(h -> h.name().equals("Location"))
                        .map(h -> " " + h.name() + ": " + h.value())
                        .collect(Collectors.joining());
    }

    /** A table of {@code method target body | outcome}, one request a line. */
    private void check(KvApi subject, String table) {
        var outcome = new StringBuilder();
        for (String line : table.lines().toList()) {
            String request = line.substring(0, line.indexOf('|')).trim();
            String[] parts = request.split(" ", 3);
            Bytes body = Bytes.utf8(parts.length < 3 ? "" : parts[2]);
            Routed routed = subject.route(new Head(parts[0], parts[1], body.size()), body);
            outcome.append(line, 0, line.indexOf('|')).append("| ");
            outcome.append(text(routed)).append('\n');
        }
        assertEquals(table, outcome.toString());
    }

    private static String text(Routed routed) {
        return switch (routed) {
            case Routed.Immediate(HttpAnswer answer) -> text(answer);
            case Routed.Ask(Request.Write(Command command)) -> "write " + CommandText.of(command);
            case Routed.Ask(Request.Read(Bytes key)) -> "read " + key.utf8();
            case Routed.Ask(Request request) -> request.toString();
            case Routed.Order(ClusterOrder order) -> order.toString();
        };
    }

    private static String text(HttpAnswer answer) {
        String headers =
                answer.headers().stream()
                        .map(h -> " " + h.name() + "=" + h.value().replace(" ", ""))
                        .collect(Collectors.joining());
        String type =
                answer.contentType().equals(HttpAnswer.TEXT) ? "" : " " + answer.contentType();
        return answer.status() + headers + type + " " + answer.body().utf8().replace("\n", "\\n");
    }

    @Test
    void keys_are_read_written_and_deleted() {
        check(
                api,
                """
                GET /kv/a                          | read a
                GET /kv/a?consistency=linearizable | read a
                GET http://host:1/kv/a?x           | read a
                PUT /kv/a value                    | write PUT a value
                PUT /kv/a%3Ab%2d ü                 | write PUT a:b- ü
                PUT /kv/A.b_c-d:0 12345678901234567890 | write PUT A.b_c-d:0 12345678901234567890
                DELETE /kv/a                       | write DELETE a
                DELETE /clear                      | write CLEAR
                """);
    }

    @Test
    void what_the_cluster_cannot_change_is_refused_by_whichever_node_is_asked() {
        check(
                api,
                """
                GET /kv/        | 400 key cannot be empty\\n
                PUT /kv/ v      | 400 key cannot be empty\\n
                DELETE /kv/?q=1 | 400 key cannot be empty\\n
                POST /kv/       | 405 Allow=GET,PUT,DELETE method not allowed\\n
                PUT /kv/a       | 400 value cannot be empty\\n
                PUT /kv/a 123456789012345678901 | 413 value too large\\n
                GET /kv/a/b     | 400 key can have only letters, digits and : _ . -\\n
                GET /kv/a%2Fb   | 400 key can have only letters, digits and : _ . -\\n
                GET /kv/a%252d  | 400 key can have only letters, digits and : _ . -\\n
                GET /kv/a+b     | 400 key can have only letters, digits and : _ . -\\n
                GET /kv/ü       | 400 key can have only letters, digits and : _ . -\\n
                GET /kv/a%2     | 400 key is not percent-encoded correctly\\n
                GET /kv/a%zz    | 400 key is not percent-encoded correctly\\n
                HEAD /kv/a      | 405 Allow=GET,PUT,DELETE method not allowed\\n
                E /kv/a         | 405 Allow=GET,PUT,DELETE method not allowed\\n
                GET /clear      | 405 Allow=DELETE method not allowed\\n
                POST /log       | 405 Allow=GET,HEAD method not allowed\\n
                GET /raft/request-vote | 405 Allow=POST method not allowed\\n
                GET /           | 404 not found\\n
                GET /kv         | 404 not found\\n
                GET /clear/     | 404 not found\\n
                OPTIONS *       | 404 not found\\n
                """);
    }

    @Test
    void a_key_has_at_most_1024_bytes() {
        String longest = "k".repeat(1024);
        assertEquals(
                "read " + longest,
                text(api.route(new Head("GET", "/kv/" + longest, 0), Bytes.EMPTY)));
        assertEquals(
                "400 key cannot be longer than 1024 bytes\\n",
                text(api.route(new Head("GET", "/kv/k" + longest, 0), Bytes.EMPTY)));
    }

    @Test
    void the_head_alone_decides_what_it_can() {
        String[][] table = {
            {"PUT", "/kv/a", "20", "ask"},
            {"PUT", "/kv/a", "-1", "ask"},
            {"PUT", "/kv/a", "0", "400 value cannot be empty\\n"},
            {"PUT", "/kv/a", "21", "413 value too large\\n"},
            {"PUT", "/kv/a/b", "21", "400 key can have only letters, digits and : _ . -\\n"},
            {"POST", "/kv/a", "21", "405 Allow=GET,PUT,DELETE method not allowed\\n"},
            {"PUT", "/elsewhere", "5", "404 not found\\n"},
            {"POST", "/raft/request-vote", "2000000", "413 value too large\\n"},
        };
        for (String[] row : table) {
            HttpAnswer early = api.early(new Head(row[0], row[1], Long.parseLong(row[2])));
            assertEquals(row[3], early == null ? "ask" : text(early), row[0] + " " + row[1]);
        }
    }

    @Test
    void replies_become_answers() {
        Object[][] table = {
            {new Reply.Done(7), "200 "},
            {new Reply.Found(Bytes.utf8("vä\n"), 7, SERVED), "200 vä\\n"},
            {new Reply.Missing(SERVED), "404 key not found\\n"},
            {
                new Reply.NotLeader("h:1"),
                "307 Location=http://h:1/kv/a%3A?x=%20 the leader is h:1\\n"
            },
            {new Reply.NotLeader(null), "503 Retry-After=1 no leader is known\\n"},
            {new Reply.Refused("too much"), "503 Retry-After=1 too much\\n"},
            {new Reply.Full("it is full"), "507 it is full\\n"},
            {new Reply.Unknown("it left"), "504 outcome unknown: it left\\n"},
        };
        for (Object[] row : table) {
            assertEquals(row[1], text(api.answer((Reply) row[0], "/kv/a%3A?x=%20")));
        }
    }

    @Test
    void health_alone_is_vital() {
        assertTrue(api.vital(new Head("GET", "/health?from=balancer", 0)));
        assertFalse(api.vital(new Head("GET", "/kv/health", 0)));
        assertFalse(api.vital(new Head("GET", "/cluster/info", 0)));
        assertFalse(api.vital(new Head("GET", "/nowhere", 0)));
    }

    @Test
    void health_is_local() {
        check(api, "GET /health | 200 ok\\n\n");
        alone.healthy = false;
        check(api, "GET /health | 503 Retry-After=1 not ready\\n\n");
    }

    @Test
    void the_cluster_and_the_log_are_shown_as_json() {
        Status status = left(0, null);
        assertEquals(
                """
                200 application/json {"id": "h:1", "role": "candidate", "term": 3, "leader": null, \
                "voted-for": "h:1", "peers": ["h:2", "h:3"], "shard": 0, "node": "0000000000000001", \
                "cluster": "0000000000000002", "commit-index": 4, "last-applied": 5, \
                "last-index": 6, "keys": 7, "bound": true, "serving": false, \
                "idempotency-token": "AQAAAAAAAAAAAgU", \
                "standing": "left", "which-means": "as its disk has it, while it hears no leader: \
                this node is no member of the cluster any more: stop it; with another data folder and --join it can come back", \
                "condemned": "rot"}\\n""",
                text(api.answer(new Reply.Inspected(status), "/cluster/info?x")));
        assertEquals(
                """
                200 application/json {"last-included-index": 10, "last-included-term": 2}\\n""",
                text(api.answer(new Reply.Inspected(status), "/log/snapshot")));
    }

    /** What a restart finds on disk is older than what became of a node since. */
    @Test
    void who_waits_to_be_taken_in_has_not_left() {
        alone.joining = true;
        String waits = "\"standing\": \"waiting\", \"which-means\": \"this node waits to be taken";
        String inspected = info(left(0, null));
        assertTrue(inspected.contains(waits), inspected);
        String heard = info(left(0, "h:2"));
        assertTrue(heard.contains("\"which-means\": \"this node is no member"), heard);
        String other = info(left(3, null));
        assertTrue(other.contains("\"standing\": \"left\""), other);
    }

    @Test
    void who_may_be_giving_its_cluster_up_says_so() {
        assertFalse(info(left(0, null)).contains("on-its-way"));
        alone.onItsWay = true;
        assertTrue(info(left(0, null)).contains("\"on-its-way\": true"));
    }

    private String info(Status status) {
        return text(api.answer(new Reply.Inspected(status), "/cluster/info"));
    }

    private static Status left(int shard, @Nullable String leader) {
        return new Status(
                shard,
                new NodeId(1),
                "h:1",
                2,
                Status.Role.CANDIDATE,
                3,
                leader,
                "h:1",
                List.of("h:2", "h:3"),
                4,
                5,
                6,
                new LogId(2, 10),
                7,
                true,
                false,
                0,
                Standing.LEFT,
                "rot");
    }

    @Test
    void the_log_comes_in_pages() {
        check(
                api,
                """
                GET /log                 | ReadLog[shard=0, from=0, entriesMax=100]
                GET /log?from=7&limit=10 | ReadLog[shard=0, from=7, entriesMax=10]
                GET /log?from=x          | 400 from must be an index and limit a number from 1 to 1000\\n
                GET /log?limit=0         | 400 from must be an index and limit a number from 1 to 1000\\n
                """);
        var put = CommandCodec.encode(new Command.Put(Bytes.utf8("foo"), Bytes.utf8("b \"r")));
        var entries =
                List.of(
                        new Entry(11, 3, Entry.Kind.NOOP, Bytes.EMPTY),
                        new Entry(12, 3, Entry.Kind.COMMAND, put));
        var page = new Reply.LogPage(new LogId(2, 10), 12, 11, 13, entries);
        assertEquals(
                """
                200 application/json {"snapshot": {"last-included-index": 10, \
                "last-included-term": 2}, "commit-index": 12, "last-applied": 11, \
                "last-index": 13, "entries": [{"index": 11, "term": 3, "command": "NOOP"}, \
                {"index": 12, "term": 3, "command": "PUT foo b \\"r"}], "next": 13}\\n""",
                text(api.answer(page, "/log")));
    }

    @Test
    void the_teaching_window_speaks_in_rafts_terms() {
        check(
                api,
                """
                POST /raft/request-vote {"term": 3, "candidate-id": "h:1", "last-log-index": 5, "last-log-term": 2} | WindowVote[shard=0, candidate=h:1, term=3, last=2.5]
                POST /raft/request-vote {"term": -3} | 400 'candidate-id' must be a string\\n
                POST /raft/request-vote {"candidate-id": "h", "term": -3} | 400 'term' must be a number from 0 on\\n
                POST /raft/request-vote [] | 400 a JSON object is expected\\n
                POST /raft/request-vote {"term": 1.5} | 400 malformed JSON at 10: only whole numbers are used here\\n
                POST /raft/request-vote | 400 a JSON object is expected, and there is no body\\n
                POST /raft/append-entries {"term":1,"leader-id":"h","prev-log-index":0,"prev-log-term":0,"leader-commit":9,"entries":[{"index":1,"term":1,"command":"oops"}]} | 400 a command is PUT key value, DELETE key or CLEAR\\n
                POST /raft/append-entries {"term":1,"leader-id":"h","prev-log-index":0,"prev-log-term":0,"leader-commit":9} | WindowAppend[shard=0, leader=h, term=1, previous=0.0, entries=[], commit=9]
                POST /raft/append-entries {"term":1,"leader-id":":8002","prev-log-index":0,"prev-log-term":0,"leader-commit":9,"entries":null} | WindowAppend[shard=0, leader=127.0.0.1:8002, term=1, previous=0.0, entries=[], commit=9]
                POST /raft/request-vote {"term": 3, "candidate-id": ":8002", "last-log-index": 5, "last-log-term": 2} | WindowVote[shard=0, candidate=127.0.0.1:8002, term=3, last=2.5]
                """);
        var append =
                api.route(
                        new Head("POST", "/raft/append-entries", -1),
                        Bytes.utf8(
                                """
                                {"term": 3, "leader-id": "h:1", "prev-log-index": 2,
                                 "prev-log-term": 1, "leader-commit": 2, "entries":
                                 [{"index": 3, "term": 3, "command": "PUT foo b r"},
                                  {"index": 4, "term": 3, "command": "DELETE foo"},
                                  {"index": 5, "term": 3, "command": "CLEAR"}]}"""));
        assertEquals(
                new Routed.Ask(
                        new Request.WindowAppend(
                                0,
                                "h:1",
                                3,
                                new LogId(1, 2),
                                List.of(
                                        new Request.WindowEntry(
                                                3,
                                                3,
                                                new Command.Put(
                                                        Bytes.utf8("foo"), Bytes.utf8("b r"))),
                                        new Request.WindowEntry(
                                                4, 3, new Command.Delete(Bytes.utf8("foo"))),
                                        new Request.WindowEntry(5, 3, new Command.Clear())),
                                2)),
                append);
        assertEquals(
                "200 application/json {\"term\": 3, \"vote-granted\": true}\\n",
                text(api.answer(new Reply.WindowVoted(3, true), "/raft/request-vote")));
        assertEquals(
                "200 application/json {\"term\": 3, \"success\": false}\\n",
                text(api.answer(new Reply.WindowAppended(3, false), "/raft/append-entries")));
    }

    /** Programs write it for a list without items, and for a string that they do not give. */
    @Test
    void nullIsAsGoodAsAFieldThatIsNotThere() {
        check(
                api,
                """
                POST /cluster/transfer {} | Transfer[to=null]
                POST /cluster/transfer {"to": null} | Transfer[to=null]
                POST /cluster/transfer {"to": ":8002"} | Transfer[to=127.0.0.1:8002]
                POST /cluster/transfer {"to": 8002} | 400 'to' must be a string\\n
                POST /cluster/members {"add": null, "remove": [":8002"]} | ChangeMembers[voters=[], replicas=[], removed=[127.0.0.1:8002]]
                POST /cluster/partition {"peers": null} | 400 'peers' must be an array\\n
                """);
        assertEquals(List.of(), alone.orders);
    }

    @Test
    void an_order_with_a_mistyped_name_is_none() {
        check(
                api,
                """
                POST /cluster/drain {"node": ":8001"} | Drain[node=127.0.0.1:8001, on=true]
                POST /cluster/drain {"node": "h:1", "on": false} | Drain[node=h:1, on=false]
                POST /cluster/drain {"node": "h:1", "onn": false} | 400 'onn' is not known here, but node, on\\n
                POST /cluster/drain {"node": 8001} | 400 'node' must be a string\\n
                POST /cluster/drain {"node": "h:1", "on": "no"} | 400 'on' must be true or false\\n
                POST /cluster/drain | 400 a JSON object is expected, and there is no body\\n
                POST /cluster/rebalance {"paused": true} | PauseMoves[on=true]
                POST /cluster/rebalance {"paused": true, "x": 1} | 400 'x' is not known here, but paused\\n
                POST /cluster/rebalance {} | 400 'paused' must be true or false\\n
                POST /cluster/transfer {"too": "h:1"} | 400 'too' is not known here, but to\\n
                POST /cluster/members {"removed": ["h:1"]} | 400 'removed' is not known here, but add, add-replicas, remove\\n
                """);
    }

    @Test
    void what_is_about_one_group_names_its_shard() {
        check(
                api,
                """
                GET /cluster/info         | Inspect[shard=0]
                GET /cluster/info?shard=7 | Inspect[shard=7]
                HEAD /log/snapshot?shard=1023 | Inspect[shard=1023]
                GET /log?from=7&shard=2   | ReadLog[shard=2, from=7, entriesMax=100]
                GET /log?shard=1024       | 400 shard must be a number from 0 to 1023\\n
                GET /log/snapshot?shard=  | 400 shard must be a number from 0 to 1023\\n
                GET /cluster/info?shard=-1 | 400 shard must be a number from 0 to 1023\\n
                GET /cluster/info?shard=1e1 | 400 shard must be a number from 0 to 1023\\n
                POST /raft/request-vote?shard=5 {"term": 3, "candidate-id": "h:1", "last-log-index": 5, "last-log-term": 2} | WindowVote[shard=5, candidate=h:1, term=3, last=2.5]
                POST /raft/append-entries?shard=6 {"term":1,"leader-id":"h","prev-log-index":0,"prev-log-term":0,"leader-commit":9} | WindowAppend[shard=6, leader=h, term=1, previous=0.0, entries=[], commit=9]
                POST /raft/request-vote?shard=x {} | 400 shard must be a number from 0 to 1023\\n
                """);
        assertEquals(
                "404 shard 3 is not on this node, but on h:2, h:3\\n",
                text(api.answer(new Reply.NotCarried(3, 8, List.of("h:2", "h:3")), "/log")));
        assertEquals(
                "404 shard 3 is not on this node, and has no known place\\n",
                text(api.answer(new Reply.NotCarried(3, 8, List.of()), "/log")));
        assertEquals(
                "404 there is no shard 9: this cluster has 8, from 0 to 7\\n",
                text(api.answer(new Reply.NotCarried(9, 8, List.of()), "/log")));
        assertEquals(
                "404 there is no shard 1: this cluster has one, which is 0\\n",
                text(api.answer(new Reply.NotCarried(1, 1, List.of()), "/log")));
    }

    @Test
    void partitions_are_handed_on() {
        check(
                api,
                """
                POST /cluster/partition {"peers": [":8001", "h:2"]} | 200\s
                POST /cluster/partition {"peers": []} | 200\s
                POST /cluster/heal | 200\s
                POST /cluster/partition {} | 400 'peers' must be an array\\n
                POST /cluster/partition {"peers": [1]} | 400 'peers' must hold strings\\n
                """);
        assertEquals(List.of("partition [:8001, h:2]", "partition []", "heal"), alone.orders);
    }

    @Test
    void what_is_switched_off_is_not_there() {
        check(
                alone.api(false),
                """
                POST /raft/request-vote {} | 404 not found\\n
                GET /raft/append-entries   | 404 not found\\n
                POST /cluster/partition {} | 404 not found\\n
                POST /cluster/heal         | 404 not found\\n
                """);
        assertNull(api.early(new Head("POST", "/cluster/heal", 0)));
    }
}
