package io.clew.server;

import io.clew.engine.raft.Membership;
import io.clew.transport.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Says what was found in data folders, to people and to programs.
 *
 * @param best the most advanced, null if none can be used
 */
record FoundReport(List<FoundData> all, @Nullable FoundData best) {
    FoundReport {
        all = List.copyOf(all);
    }

    String text() {
        var out = new StringBuilder();
        all.forEach(each -> text(each, out));
        if (best != null) {
            out.append("Entries ").append(best.committed() + 1).append(" to ");
            out.append(best.last().index());
            out.append(" of the most advanced are kept, though some may never have been");
            out.append(" acknowledged.\nWhat only lost nodes have acknowledged after entry ");
            out.append(best.last().index()).append(" is lost.");
        }
        return out.toString();
    }

    private void text(FoundData each, StringBuilder out) {
        Membership members = each.membership();
        boolean isBest = best != null && each.where().equals(best.where());
        out.append(each.where()).append(isBest ? "  <- most advanced\n" : "\n");
        out.append("  node ").append(each.node());
        out.append(", term ").append(each.term());
        out.append(", last entry ").append(each.last());
        out.append(", known to be committed up to ").append(each.committed()).append('\n');
        out.append("  ").append(each.keys()).append(" keys, hash ");
        out.append(Long.toHexString(each.hash())).append('\n');
        out.append("  members ").append(members == null ? "unknown" : names(members));
        out.append('\n');
        if (each.damage() != null) {
            out.append("  DAMAGED: ").append(each.damage());
            out.append("; nothing after entry ").append(each.last()).append(" was read\n");
        }
    }

    private static String names(Membership membership) {
        return String.join(
                ", ", membership.members().stream().map(m -> m.address() + "=" + m.id()).toList());
    }

    String json() {
        var out = new JsonWriter().beginObject();
        out.name("folders").beginArray();
        all.forEach(each -> json(each, out));
        out.endArray();
        out.name("most-advanced").value(best == null ? null : best.where());
        return out.endObject().toString();
    }

    private static void json(FoundData each, JsonWriter out) {
        out.beginObject();
        out.name("folder").value(each.where());
        out.name("node").value(each.node().toString());
        out.name("term").value(each.term());
        out.name("last-index").value(each.last().index());
        out.name("last-term").value(each.last().term());
        out.name("committed").value(each.committed());
        out.name("keys").value(each.keys());
        out.name("hash").value(Long.toHexString(each.hash()));
        out.name("damage").value(each.damage());
        out.name("members").beginArray();
        Membership members = each.membership();
        if (members != null) {
            members.members().forEach(m -> out.value(m.address()));
        }
        out.endArray();
        out.endObject();
    }
}
