package io.clew.transport.http;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Request.WindowEntry;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogId;
import io.clew.transport.HostPort;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;
import io.clew.transport.json.JsonWriter;

import java.util.ArrayList;

/** Raft's two messages as JSON, in the words of the paper, for tools and teaching. */
final class RaftWindow {
    private RaftWindow() {}

    static Routed vote(int shard, Bytes body) {
        try {
            var in = JsonBody.parse(body);
            return new Routed.Ask(
                    new Request.WindowVote(
                            shard,
                            HostPort.withHost(in.text("candidate-id")),
                            in.number("term"),
                            new LogId(in.number("last-log-term"), in.number("last-log-index"))));
        } catch (JsonException e) {
            return fault(e);
        }
    }

    static Routed append(int shard, Bytes body) {
        try {
            var in = JsonBody.parse(body);
            var entries = new ArrayList<WindowEntry>();
            for (Json item : in.items("entries")) {
                entries.add(entry(JsonBody.of(item)));
            }
            return new Routed.Ask(
                    new Request.WindowAppend(
                            shard,
                            HostPort.withHost(in.text("leader-id")),
                            in.number("term"),
                            new LogId(in.number("prev-log-term"), in.number("prev-log-index")),
                            entries,
                            in.number("leader-commit")));
        } catch (JsonException e) {
            return fault(e);
        }
    }

    private static WindowEntry entry(JsonBody in) {
        try {
            return new WindowEntry(
                    in.number("index"), in.number("term"), CommandText.parse(in.text("command")));
        } catch (CommandText.Malformed e) {
            throw new JsonException(e.why());
        }
    }

    static Routed fault(JsonException e) {
        return new Routed.Immediate(HttpAnswer.text(400, e.getMessage() + "\n"));
    }

    static HttpAnswer answer(Reply.WindowVoted voted) {
        return outcome(voted.term(), "vote-granted", voted.granted());
    }

    static HttpAnswer answer(Reply.WindowAppended appended) {
        return outcome(appended.term(), "success", appended.success());
    }

    private static HttpAnswer outcome(long term, String name, boolean value) {
        var out = new JsonWriter().beginObject();
        out.name("term").value(term);
        out.name(name).value(value);
        return HttpAnswer.json(200, out.endObject() + "\n");
    }
}
