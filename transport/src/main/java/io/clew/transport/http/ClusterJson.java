package io.clew.transport.http;

import io.clew.engine.api.Status;
import io.clew.transport.json.JsonWriter;

import java.util.HexFormat;
import java.util.Locale;

/** A node's view of its cluster as JSON. */
final class ClusterJson {
    private ClusterJson() {}

    static HttpAnswer info(Status status) {
        var out = new JsonWriter().beginObject();
        out.name("id").value(status.address());
        out.name("role").value(status.role().name().toLowerCase(Locale.ROOT));
        out.name("term").value(status.term());
        out.name("leader").value(status.leader());
        out.name("voted-for").value(status.votedFor());
        out.name("peers").beginArray();
        status.peers().forEach(out::value);
        out.endArray();
        out.name("node").value(status.node().toString());
        out.name("cluster")
                .value(
                        status.clusterId() == 0
                                ? null
                                : HexFormat.of().toHexDigits(status.clusterId()));
        out.name("commit-index").value(status.commit());
        out.name("last-applied").value(status.applied());
        out.name("last-index").value(status.last());
        out.name("keys").value(status.keys());
        out.name("bound").value(status.bound());
        out.name("serving").value(status.serving());
        return HttpAnswer.json(200, out.endObject() + "\n");
    }

    static HttpAnswer snapshot(Status status) {
        var out = new JsonWriter().beginObject();
        out.name("last-included-index").value(status.snapshot().index());
        out.name("last-included-term").value(status.snapshot().term());
        return HttpAnswer.json(200, out.endObject() + "\n");
    }
}
