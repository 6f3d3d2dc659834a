package io.clew.transport.http;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Served;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.transport.http.Consistency.Level;
import io.clew.transport.http.HttpAnswer.Header;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an answer says about who gave it and as of when, so that a client can tell what it was
 * served and go on from there.
 *
 * @param node the address of the node that answers
 */
record Provenance(String node, LocalControls controls) {
    static final String NODE = "Clew-Node";
    static final String ROLE = "Clew-Role";
    static final String CONSISTENCY = "Clew-Consistency";
    static final String APPLIED = "Clew-Applied";
    static final String REVISION = "Clew-Revision";
    static final String STALENESS = "Clew-Staleness-Ms";

    private static final int HEADERS = 8;
    private static final long MILLI = 1_000_000;

    /** The answer with more headers, if the reply brings what they say. */
    HttpAnswer add(HttpAnswer bare, Reply reply, HttpHead head) {
        return switch (reply) {
            case Reply.Written write -> written(bare, write, head);
            case Reply.Found found -> read(bare, found.served(), found.revision(), head);
            case Reply.Missing missing -> read(bare, missing.served(), 0, head);
            case Reply.KeyRefused _,
                    Reply.NotLeader _,
                    Reply.Refused _,
                    Reply.Full _,
                    Reply.Unknown _,
                    Reply.Rejected _,
                    Reply.Members _,
                    Reply.Shards _,
                    Reply.Inspected _,
                    Reply.NotCarried _,
                    Reply.LogPage _,
                    Reply.Resigned _,
                    Reply.WindowVoted _,
                    Reply.WindowAppended _ ->
                    bare;
        };
    }

    private HttpAnswer written(HttpAnswer bare, Reply.Written write, HttpHead head) {
        var headers = new ArrayList<Header>(HEADERS);
        headers.add(new Header(NODE, node));
        headers.add(new Header(ROLE, Word.of(Status.Role.LEADER)));
        SessionToken token = session(head, write.revision());
        for (Map.Entry<Integer, Long> other : write.others().entrySet()) {
            token = token.with(controls.cluster(), other.getKey(), other.getValue());
        }
        return seen(bare, headers, write.revision(), token);
    }

    private HttpAnswer read(HttpAnswer bare, Served served, long revision, HttpHead head) {
        var headers = new ArrayList<Header>(HEADERS);
        headers.add(new Header(NODE, node));
        headers.add(new Header(ROLE, Word.of(served.role())));
        Level level = Consistency.level(Target.parse(head.target()));
        headers.add(new Header(CONSISTENCY, level.text));
        headers.add(new Header(APPLIED, Long.toString(served.applied())));
        if (level != Level.LINEARIZABLE) {
            headers.add(new Header(STALENESS, staleness(served)));
        }
        return seen(bare, headers, revision, session(head, served.applied()));
    }

    private static HttpAnswer seen(
            HttpAnswer bare, List<Header> headers, long revision, SessionToken after) {
        if (revision > 0) {
            headers.add(new Header(REVISION, Long.toString(revision)));
        }
        headers.add(new Header(SessionToken.HEADER, after.text()));
        headers.addAll(bare.headers());
        return new HttpAnswer(bare.status(), bare.contentType(), bare.body(), headers);
    }

    /** What the client has seen once it has this answer. */
    private SessionToken session(HttpHead head, long index) {
        SessionToken sent = SessionToken.sent(head);
        SessionToken before = sent == null ? SessionToken.EMPTY : sent;
        return before.with(controls.cluster(), shard(head), index);
    }

    /** The shard that the index is of; a clear's is of the first. */
    private int shard(HttpHead head) {
        String path = Target.parse(head.target()).path();
        String key =
                Endpoint.at(path) == Endpoint.KEY ? Target.decode(Endpoint.keyPart(path)) : null;
        return key == null ? 0 : Slots.shardOf(Bytes.utf8(key), controls.shards());
    }

    /** Rounded up: it is a bound. */
    private static String staleness(Served served) {
        long nanos = served.stalenessNanos();
        return nanos < 0 ? "unknown" : Long.toString((nanos + MILLI - 1) / MILLI);
    }
}
