package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Served;
import io.clew.engine.api.Status.Role;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;

/** What a read can ask for and what its answer says was served. */
class ConsistencyTest {
    private static final String ANY = "" + Long.MAX_VALUE;

    /** Has seen entry 7. */
    private static final String SEVEN = SessionToken.EMPTY.with(ApiAlone.CLUSTER, 0, 7).text();

    private final KvApi api = new ApiAlone().api(false);

    private static HttpHead head(String method, String target, @Nullable String session) {
        return new ApiAlone.Head(method, target, "Clew-Session", session);
    }

    private String route(String method, String target, @Nullable String session) {
        Bytes body = Bytes.utf8(method.equals("PUT") ? "v" : "");
        return switch (api.route(head(method, target, session), body)) {
            case Routed.Immediate(HttpAnswer answer) ->
                    answer.status() + " " + answer.body().utf8().strip();
            case Routed.Ask(Request.Read _) -> "linearizable";
            case Routed.Ask(Request.LocalRead read) ->
                    "index %d wait %d age %d"
                            .formatted(read.minIndex(), read.waitNanos(), read.maxStalenessNanos());
            case Routed.Ask(Request.Write _) -> "write";
            case Routed other -> other.toString();
        };
    }

    @Test
    void aReadSaysWhatItWantsToBePromised() {
        String[][] table = {
            {"/kv/a", "linearizable"},
            {"/kv/a?consistency=linearizable", "linearizable"},
            {"/kv/a?consistency=stale", "index 0 wait 0 age " + ANY},
            {"/kv/a?consistency=stale&max-staleness=0", "index 0 wait 0 age 0"},
            {"/kv/a?max-staleness=250&consistency=stale", "index 0 wait 0 age 250000000"},
            {
                "/kv/a?consistency=stale&max-staleness=999999999999999999",
                "index 0 wait 0 age " + ANY
            },
            {"/kv/a?consistency=session", "index 7 wait 500000000 age " + ANY},
            {"/kv/a?consistency=session&wait=0", "index 7 wait 0 age " + ANY},
            {
                "/kv/a?consistency=session&wait=5000&max-staleness=1",
                "index 7 wait 5000000000 age 1000000"
            },
        };
        for (String[] row : table) {
            assertEquals(row[1], route("GET", row[0], SEVEN), row[0]);
        }
        assertEquals(
                "index 0 wait 500000000 age " + ANY,
                route("GET", "/kv/a?consistency=session", null),
                "a session begins without a token");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheReason() {
        String level = "400 consistency must be linearizable, stale or session";
        String age = "400 max-staleness must be a number of milliseconds";
        String wait = "400 wait must be a number of milliseconds up to 5000";
        String[][] table = {
            {"/kv/a?consistency=weak", level},
            {"/kv/a?consistency=", level},
            {"/kv/a?consistency=Stale", level},
            {"/kv/a?consistency=stale&max-staleness=", age},
            {"/kv/a?consistency=stale&max-staleness=-1", age},
            {"/kv/a?consistency=session&max-staleness=1.5", age},
            {"/kv/a?consistency=stale&max-staleness=1234567890123456789", age},
            {"/kv/a?consistency=session&wait=5001", wait},
            {"/kv/a?consistency=session&wait=x", wait},
            {"/kv/a?consistency=stale&wait=1", "400 wait is for consistency=session"},
            {"/kv/a?wait=1", "400 wait is for consistency=session"},
            {
                "/kv/a?max-staleness=1",
                "400 max-staleness is for consistency=stale and consistency=session"
            },
        };
        for (String[] row : table) {
            assertEquals(row[1], route("GET", row[0], null), row[0]);
            HttpAnswer early = api.early(head("GET", row[0], null));
            assertEquals(400, early == null ? 0 : early.status(), row[0]);
        }
    }

    @Test
    void aTokenThatIsNoneIsRefusedWhateverIsAsked() {
        String no = "400 Clew-Session must be a token that an earlier answer of this cluster gave";
        assertEquals(no, route("GET", "/kv/a", "nonsense"));
        assertEquals(no, route("GET", "/kv/a?consistency=session", "nonsense"));
        assertEquals(no, route("PUT", "/kv/a", "nonsense"));
        assertEquals(no, route("DELETE", "/kv/a", ""));
        assertEquals(no, route("DELETE", "/clear", "nonsense"));
        assertEquals("write", route("PUT", "/kv/a", SEVEN));
        String foreign = SessionToken.EMPTY.with(ApiAlone.CLUSTER + 1, 0, 1).text();
        String other = "400 Clew-Session is of another cluster: a session here begins without it";
        assertEquals(other, route("GET", "/kv/a", foreign));
        assertEquals(other, route("GET", "/kv/a?consistency=session", foreign));
        assertEquals(other, route("GET", "/kv/a?consistency=stale", foreign));
        assertEquals(other, route("PUT", "/kv/a", foreign));
        assertEquals(other, route("DELETE", "/clear", foreign));
    }

    private String headers(Reply reply, String target, @Nullable String session) {
        return api.answer(reply, head("GET", target, session)).headers().stream()
                .map(h -> h.name() + ": " + h.value())
                .map(h -> h.startsWith("Clew-Session: ") ? seen(h) : h)
                .collect(Collectors.joining("\n"));
    }

    private static String seen(String header) {
        return "Clew-Session: " + SessionToken.parse(header.substring(14));
    }

    @Test
    void anAnswerSaysWhatWasServed() {
        var fresh = new Served(Role.LEADER, 9, Served.UNBOUNDED);
        assertEquals(
                """
                Clew-Node: h:1
                Clew-Role: leader
                Clew-Consistency: linearizable
                Clew-Applied: 9
                Clew-Revision: 4
                Clew-Session: {0=9}""",
                headers(new Reply.Found(Bytes.utf8("v"), 4, fresh), "/kv/a", null));
        var old = new Served(Role.REPLICA, 6, 1_000_001);
        assertEquals(
                """
                Clew-Node: h:1
                Clew-Role: replica
                Clew-Consistency: stale
                Clew-Applied: 6
                Clew-Staleness-Ms: 2
                Clew-Session: {0=7}""",
                headers(new Reply.Missing(old), "/kv/a?consistency=stale", SEVEN));
        var unknown = new Served(Role.LEARNER, 8, Served.UNBOUNDED);
        assertEquals(
                """
                Clew-Node: h:1
                Clew-Role: learner
                Clew-Consistency: session
                Clew-Applied: 8
                Clew-Staleness-Ms: unknown
                Clew-Session: {0=8}""",
                headers(new Reply.Missing(unknown), "/kv/a?consistency=session", SEVEN));
    }

    @Test
    void aWriteIsAnsweredWithATokenThatCoversIt() {
        String elsewhere =
                SessionToken.EMPTY.with(ApiAlone.CLUSTER, 0, 7).with(ApiAlone.CLUSTER, 5, 3).text();
        assertEquals(
                """
                Clew-Node: h:1
                Clew-Role: leader
                Clew-Revision: 8
                Clew-Session: {0=8, 5=3}""",
                headers(new Reply.Done(8), "/kv/a", elsewhere));
        assertEquals("", headers(new Reply.Unknown("lost"), "/kv/a", elsewhere));
        assertEquals("Retry-After: 1", headers(new Reply.Refused("old"), "/kv/a", elsewhere));
    }
}
