package io.clew.transport.http;

import io.clew.engine.api.Reply;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.NodeId;
import io.clew.transport.json.JsonWriter;

/** Where the shards are, and how they are spread, as JSON. */
final class ShardsJson {
    private ShardsJson() {}

    static HttpAnswer answer(Reply.Shards shards) {
        var out = new JsonWriter().beginObject();
        out.name("shards").beginArray();
        for (Reply.ShardView shard : shards.shards()) {
            out.beginObject();
            out.name("shard").value(shard.shard());
            out.name("members").beginArray();
            shard.members().forEach(out::value);
            out.endArray();
            out.name("leader").value(shard.leader());
            out.name("term").value(shard.term());
            out.name("applied").value(shard.applied());
            out.endObject();
        }
        out.endArray();
        if (shards.placement() != null) {
            placement(out, shards.placement());
        }
        return HttpAnswer.json(200, out.endObject() + "\n");
    }

    private static void placement(JsonWriter out, Placement placement) {
        out.name("replication-factor").value(placement.factor());
        out.name("paused").value(placement.paused());
        out.name("moves").value(moves(placement));
        out.name("nodes").beginArray();
        placement.hosts().forEach((node, host) -> node(out, placement, node, host));
        out.endArray();
    }

    private static void node(
            JsonWriter out, Placement placement, NodeId node, Placement.Host host) {
        out.beginObject();
        out.name("id").value(node.toString());
        out.name("address").value(host.address());
        out.name("zone").value(host.zone().isEmpty() ? null : host.zone());
        out.name("draining").value(host.draining());
        out.name("lost").value(host.lost());
        out.name("replicas").value(placement.on(node).size());
        out.endObject();
    }

    private static long moves(Placement placement) {
        return placement.assignments().stream().filter(a -> a.move() != null).count();
    }
}
