package io.clew.transport.http;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Status;
import io.clew.engine.api.WriteToken;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Standing;
import io.clew.transport.json.JsonWriter;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** A node's view of its cluster as JSON. */
final class ClusterJson {
    private static final Set<Standing> DOUBTFUL =
            EnumSet.of(Standing.LEARNER, Standing.PARTING, Standing.LEFT);

    private ClusterJson() {}

    /**
     * @param process whether the node waits to be taken in, above all: it is not gone then,
     *     whatever an older configuration on its disk says
     */
    static HttpAnswer info(Status status, LocalControls process) {
        var out = new JsonWriter().beginObject();
        out.name("id").value(status.address());
        out.name("role").value(Word.of(status.role()));
        out.name("term").value(status.term());
        out.name("leader").value(status.leader());
        out.name("voted-for").value(status.votedFor());
        out.name("peers").beginArray();
        status.peers().forEach(out::value);
        out.endArray();
        out.name("shard").value(status.shard());
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
        out.name("idempotency-token")
                .value(
                        status.bound()
                                ? IdempotencyKey.text(
                                        new WriteToken(
                                                status.shard(),
                                                status.clusterId(),
                                                status.applied()))
                                : null);
        standing(out, status, process.joining());
        if (process.onItsWay()) {
            out.name("on-its-way").value(true);
        }
        if (status.condemned() != null) {
            out.name("condemned").value(status.condemned());
        }
        return HttpAnswer.json(200, out.endObject() + "\n");
    }

    /** Before a leader is heard a node may have come further than its own disk knows. */
    private static void standing(JsonWriter out, Status status, boolean joining) {
        Standing standing = status.standing();
        String asOf = "";
        if (status.leader() == null) {
            if (standing == Standing.LEFT && joining && status.shard() == 0) {
                standing = Standing.WAITING;
            } else if (DOUBTFUL.contains(standing)) {
                asOf = "as its disk has it, while it hears no leader: ";
            }
        }
        out.name("standing").value(Word.of(standing));
        if (standing != Standing.VOTER) {
            out.name("which-means").value(asOf + "this node " + standing.text());
        }
    }

    static HttpAnswer members(Reply.Members members) {
        Membership membership = members.membership();
        var out = new JsonWriter().beginObject();
        out.name("leader").value(members.leader());
        out.name("index").value(members.index());
        out.name("committed").value(members.committed());
        out.name("changing").value(membership.changing());
        out.name("members").beginArray();
        for (Reply.KnownMember known : members.members()) {
            Member member = known.member();
            out.beginObject();
            out.name("id").value(member.id().bound() ? member.id().toString() : null);
            out.name("address").value(member.address());
            out.name("part").value(Word.of(membership.part(member.id())));
            if (known.match() >= 0) {
                out.name("match-index").value(known.match());
                out.name("answers").value(known.answers());
            }
            out.endObject();
        }
        out.endArray();
        return HttpAnswer.json(200, out.endObject() + "\n");
    }

    static HttpAnswer snapshot(Status status) {
        var out = new JsonWriter().beginObject();
        out.name("last-included-index").value(status.snapshot().index());
        out.name("last-included-term").value(status.snapshot().term());
        return HttpAnswer.json(200, out.endObject() + "\n");
    }
}
