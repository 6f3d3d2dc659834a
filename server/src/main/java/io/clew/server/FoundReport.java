package io.clew.server;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.transport.json.JsonWriter;

import java.util.ArrayList;
import java.util.List;

/** Says what is left of a cluster, to people and to programs. */
record FoundReport(Survivors survivors) {
    private static final List<String> COLUMNS =
            List.of(
                    "shard",
                    "most advanced",
                    "last entry",
                    "committed",
                    "keys",
                    "voters here",
                    "others",
                    "lost");

    String text() {
        var out = new StringBuilder();
        survivors.folders().forEach(each -> folder(each, out));
        if (survivors.shards().isEmpty()) {
            return out.append("No folder that can be used tells of a cluster.").toString();
        }
        out.append('\n').append(table());
        out.append("\nOf each shard all entries of the most advanced are kept, though those after");
        out.append(" the last that is\nknown to be committed may never have been acknowledged.");
        for (Remains shard : survivors.shards()) {
            if (shard.differs()) {
                out.append("\nShard ").append(shard.shard()).append(": folders with the same");
                out.append(" last entry hold DIFFERENT keys or values; please report it.");
            }
        }
        return out.toString();
    }

    private static void folder(FoundData each, StringBuilder out) {
        Membership members = each.membership();
        out.append(each.where()).append("\n  node ").append(each.node());
        out.append(", cluster ").append(Survivors.name(each.cluster()));
        out.append(", ").append(each.shards().size()).append(" of ");
        out.append(members == null ? "?" : members.shards()).append(" shards\n");
        out.append("  members ").append(members == null ? "unknown" : names(members));
        out.append('\n');
        if (each.aside()) {
            out.append("  SET ASIDE: the node did not trust it any more\n");
        }
        if (each.damage() != null) {
            out.append("  DAMAGED: ").append(each.damage());
            out.append("; of each shard nothing after the last entry shown was read\n");
        }
    }

    private static String names(Membership membership) {
        return String.join(
                ", ", membership.members().stream().map(m -> m.address() + "=" + m.id()).toList());
    }

    private String table() {
        var rows = new ArrayList<List<String>>();
        rows.add(COLUMNS);
        survivors.shards().forEach(shard -> rows.add(row(shard)));
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
                line.append(row.get(column)).repeat(' ', width - row.get(column).length() + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Remains shard) {
        FoundShard best = shard.best();
        return List.of(
                "" + shard.shard(),
                best == null ? "-" : best.where(),
                shard.last().equals(LogId.ZERO) ? "-" : shard.last().toString(),
                best == null || best.committed() == 0 ? "-" : "" + best.committed(),
                best == null ? "-" : "" + best.keys(),
                here(shard),
                others(shard),
                lost(shard));
    }

    private static String here(Remains shard) {
        return shard.voters().isEmpty()
                ? "?"
                : String.join(
                        " and ",
                        shard.voters().stream()
                                .map(half -> shard.here(half) + " of " + half.size())
                                .toList());
    }

    private static String others(Remains shard) {
        var others = new ArrayList<String>();
        FoundShard best = shard.best();
        for (FoundShard each : shard.found()) {
            if (best == null || !each.where().equals(best.where())) {
                others.add(each.where() + " " + each.last());
            }
        }
        return others.isEmpty() ? "-" : String.join(", ", others);
    }

    private static String lost(Remains shard) {
        if (shard.complete()) {
            return "nothing";
        }
        return shard.lost()
                ? "EVERYTHING"
                : "what only lost nodes have after entry " + shard.last();
    }

    String json() {
        var out = new JsonWriter().beginObject();
        out.name("folders").beginArray();
        survivors.folders().forEach(each -> json(each, out));
        out.endArray();
        out.name("shards").beginArray();
        survivors.shards().forEach(each -> json(each, out));
        out.endArray();
        return out.endObject().toString();
    }

    private static void json(FoundData each, JsonWriter out) {
        out.beginObject();
        out.name("folder").value(each.where());
        out.name("node").value(each.node().toString());
        out.name("cluster").value(Survivors.name(each.cluster()));
        out.name("set-aside").value(each.aside());
        out.name("damage").value(each.damage());
        out.name("members").beginArray();
        Membership members = each.membership();
        if (members != null) {
            members.members().forEach(m -> out.value(m.address()));
        }
        out.endArray();
        out.endObject();
    }

    private static void json(Remains shard, JsonWriter out) {
        out.beginObject();
        out.name("shard").value(shard.shard());
        out.name("most-advanced").value(shard.best() == null ? null : shard.best().where());
        out.name("voters").beginArray();
        for (List<NodeId> half : shard.voters()) {
            out.beginObject().name("all").value(half.size());
            out.name("here").value(shard.here(half)).endObject();
        }
        out.endArray();
        String loss = shard.complete() ? "nothing" : shard.lost() ? "everything" : "some";
        out.name("lost").value(loss);
        out.name("differs").value(shard.differs());
        out.name("found").beginArray();
        shard.found().forEach(each -> json(each, out));
        out.endArray();
        out.endObject();
    }

    private static void json(FoundShard each, JsonWriter out) {
        out.beginObject();
        out.name("folder").value(each.where());
        out.name("term").value(each.term());
        out.name("last-index").value(each.last().index());
        out.name("last-term").value(each.last().term());
        out.name("committed").value(each.committed());
        out.name("keys").value(each.keys());
        out.name("hash").value(Long.toHexString(each.hash()));
        out.endObject();
    }
}
