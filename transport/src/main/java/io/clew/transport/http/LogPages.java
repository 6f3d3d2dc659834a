package io.clew.transport.http;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.wire.CommandCodec;
import io.clew.transport.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.util.stream.Collectors;

/**
 * The retained log as JSON, in pages: {@code from} is the first index, {@code limit} how many
 * entries at most; {@code next} in the answer is where the following page starts. Of a long command
 * only the beginning is shown, with {@code cut} and the size in bytes that it has in the log.
 */
final class LogPages {
    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1000;

    /** A page ends early once it is this long, or has gone through so much: values may be large. */
    private static final int PAGE_CHARS = 1 << 20;

    private static final int PAGE_LOG_BYTES = 16 << 20;
    private static final int COMMAND_BYTES = 64 << 10;

    private LogPages() {}

    static Routed route(int shard, Target target) {
        long from = number(target.parameter("from"), 0);
        long limit = number(target.parameter("limit"), LIMIT);
        if (from < 0 || limit < 1 || limit > LIMIT_MAX) {
            return new Routed.Immediate(
                    HttpAnswer.text(
                            400,
                            "from must be an index and limit a number from 1 to "
                                    + LIMIT_MAX
                                    + "\n"));
        }
        return new Routed.Ask(new Request.ReadLog(shard, from, (int) limit));
    }

    /** The number, or -1 for what is none. */
    private static long number(@Nullable String text, long absent) {
        if (text == null) {
            return absent;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static HttpAnswer answer(Reply.LogPage page) {
        var out = new JsonWriter().beginObject();
        out.name("snapshot").beginObject();
        out.name("last-included-index").value(page.snapshot().index());
        out.name("last-included-term").value(page.snapshot().term());
        out.endObject();
        out.name("commit-index").value(page.commit());
        out.name("last-applied").value(page.applied());
        out.name("last-index").value(page.last());
        out.name("entries").beginArray();
        long next = 0;
        long read = 0;
        for (Entry entry : page.entries()) {
            if (out.length() > PAGE_CHARS || read > PAGE_LOG_BYTES) {
                break;
            }
            write(out, entry);
            read += entry.sizeBytes();
            next = entry.index() + 1;
        }
        out.endArray();
        out.name("next");
        if (next == 0 || next > page.last()) {
            out.value((String) null);
        } else {
            out.value(next);
        }
        return HttpAnswer.json(200, out.endObject() + "\n");
    }

    private static void write(JsonWriter out, Entry entry) {
        out.beginObject();
        out.name("index").value(entry.index());
        out.name("term").value(entry.term());
        Excerpt command = text(entry);
        out.name("command").value(command.text());
        if (command.cut()) {
            out.name("cut").value(true);
            out.name("bytes").value(entry.payload().size());
        }
        out.endObject();
    }

    private static Excerpt text(Entry entry) {
        return switch (entry.kind()) {
            case NOOP -> new Excerpt("NOOP", false);
            case COMMAND ->
                    CommandText.beginning(CommandCodec.decode(entry.payload()), COMMAND_BYTES);
            case MEMBERSHIP ->
                    Excerpt.of(
                            Membership.decode(entry.payload()).voters().stream()
                                    .map(Member::address)
                                    .collect(Collectors.joining(" ", "MEMBERS ", "")),
                            COMMAND_BYTES);
        };
    }
}
