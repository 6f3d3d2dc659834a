package io.clew.sim.report;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Message;
import io.clew.engine.wire.CommandCodec;
import io.clew.engine.wire.MessageCodec;
import io.clew.engine.wire.NodeMessage;
import io.clew.engine.wire.NodeMessageCodec;
import io.clew.linearizability.Call;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.StringJoiner;

/** Messages, entries and commands in the words of somebody who knows Raft. */
final class Words {
    /** The kind of heartbeats and their answers. */
    static final String BEAT = "beat";

    private static final int VALUE_CHARS_MAX = 24;
    private static final int ENTRIES_MAX = 8;

    private Words() {}

    /**
     * What a message says.
     *
     * @param kind by which the page filters and colours
     * @param brief what stands beside its arrow
     */
    record Saying(String kind, String brief, String text) {}

    /** All messages of a frame together; heartbeats matter least. */
    static Saying frame(Bytes frame) {
        if (NodeMessageCodec.marks(frame)) {
            NodeMessage message = NodeMessageCodec.read(frame);
            String name = Dumps.plain(message.getClass().getSimpleName() + "[]");
            return new Saying("log", name, Dumps.plain(message.toString()));
        }
        List<MessageCodec.Routed> messages = MessageCodec.read(frame);
        Saying first = message(messages.getFirst());
        if (messages.size() == 1) {
            return first;
        }
        Saying telling = first;
        var brief = new StringJoiner(" · ");
        var text = new StringJoiner("; ");
        for (MessageCodec.Routed each : messages) {
            Saying saying = message(each);
            text.add(saying.text());
            if (!saying.kind().equals(BEAT)) {
                brief.add(saying.brief());
                telling = telling.kind().equals(BEAT) ? saying : telling;
            }
        }
        return brief.length() == 0
                ? new Saying(first.kind(), first.brief(), text.toString())
                : new Saying(telling.kind(), brief.toString(), text.toString());
    }

    /** Which shard it is about is said of all but the first. */
    private static Saying message(MessageCodec.Routed routed) {
        Saying saying = message(routed.message());
        return routed.shard() == 0
                ? saying
                : new Saying(
                        saying.kind(),
                        "s" + routed.shard() + " " + saying.brief(),
                        "shard " + routed.shard() + ": " + saying.text());
    }

    static Saying message(Message message) {
        long term = message.term();
        return switch (message) {
            case Message.VoteRequest m ->
                    new Saying(
                            "vote",
                            (m.pre() ? "pre-vote? t" : "vote? t") + term,
                            (m.pre() ? "would you vote for me in term " : "vote for me in term ")
                                    + term
                                    + ", my last entry is "
                                    + m.last()
                                    + (m.transfer() ? ", the leader asked me to" : ""));
            case Message.VoteReply m ->
                    new Saying(
                            "vote",
                            (m.granted() ? "yes t" : "no t") + term,
                            (m.pre() ? "pre-vote " : "vote ")
                                    + (m.granted() ? "given in term " : "refused in term ")
                                    + term);
            case Message.Append m -> new Saying("log", brief(m), append(m) + term(term));
            case Message.Appended m ->
                    new Saying(
                            "ack",
                            "ack " + m.match(),
                            "I have everything up to entry " + m.match() + term(term));
            case Message.AppendRejected m ->
                    new Saying(
                            "ack",
                            "lacks " + m.rejected(),
                            "I lack entry "
                                    + m.rejected()
                                    + ", we may agree up to "
                                    + m.hint()
                                    + term(term));
            case Message.Heartbeat m ->
                    new Saying(
                            BEAT,
                            "♥ c" + m.commit(),
                            "heartbeat " + m.round() + ", commit " + m.commit() + term(term));
            case Message.HeartbeatReply m ->
                    new Saying(BEAT, "♥ ok", "answers heartbeat " + m.round() + term(term));
            case Message.SnapshotChunk m ->
                    new Saying("snapshot", "snapshot " + m.snapshot().last(), chunk(m));
            case Message.SnapshotProgress m ->
                    new Saying(
                            "snapshot",
                            "has " + m.next(),
                            "I hold the snapshot up to byte " + m.next() + term(term));
            case Message.StateCheck m ->
                    new Saying(BEAT, "state?", "the state after " + m.index() + "?" + term(term));
            case Message.StateHashed m ->
                    new Saying(BEAT, "state", "the state after " + m.index() + " is " + hash(m));
            case Message.ReadIndex _, Message.ReadIndexReply _ -> reading(message);
            case Message.TimeoutNow _ ->
                    new Saying("vote", "campaign!", "campaign at once" + term(term));
            case Message.Stale _ ->
                    new Saying("ack", "stale, t" + term, "you are behind, the term is " + term);
        };
    }

    private static String chunk(Message.SnapshotChunk m) {
        return "snapshot up to "
                + m.snapshot().last()
                + ", "
                + m.chunk().size()
                + " bytes at "
                + m.offset()
                + " of "
                + m.snapshot().sizeBytes()
                + term(m.term());
    }

    private static String hash(Message.StateHashed m) {
        return Long.toHexString(m.hash()) + term(m.term());
    }

    private static Saying reading(Message message) {
        boolean asks = message instanceof Message.ReadIndex;
        return new Saying("ack", asks ? "read?" : "read!", Dumps.plain(message.toString()));
    }

    private static String term(long term) {
        return " (term " + term + ")";
    }

    private static String append(Message.Append m) {
        if (m.entries().isEmpty()) {
            return "do you have entry " + m.previous() + "? Commit " + m.commit();
        }
        var text = new StringJoiner(", ");
        m.entries().stream().limit(ENTRIES_MAX).forEach(e -> text.add(e.id() + " " + content(e)));
        if (m.entries().size() > ENTRIES_MAX) {
            text.add("…");
        }
        return "after " + m.previous() + " append " + text + "; commit " + m.commit();
    }

    private static String brief(Message.Append m) {
        List<Entry> entries = m.entries();
        return switch (entries.size()) {
            case 0 -> "has " + m.previous() + "?";
            case 1 -> "append " + entries.getFirst().id();
            default -> "append " + entries.getFirst().id() + "…" + entries.getLast().id();
        };
    }

    static String content(Entry entry) {
        return switch (entry.kind()) {
            case NOOP -> "no-op";
            case MEMBERSHIP -> "members";
            case COMMAND -> command(entry.payload());
        };
    }

    private static String command(Bytes payload) {
        try {
            return command(CommandCodec.decode(payload));
        } catch (MalformedException e) {
            return "unreadable";
        }
    }

    private static String command(Command command) {
        return switch (command) {
            case Command.Put(Bytes key, Bytes value) -> "put " + key.utf8() + "=" + value(value);
            case Command.Delete(Bytes key) -> "delete " + key.utf8();
            case Command.Clear() -> "clear";
            case Command.Keyed keyed ->
                    command(keyed.write())
                            + " under "
                            + keyed.issued()
                            + "."
                            + keyed.unique().utf8();
            case Command.ClearShard(long number) -> "clear, as ordered by " + number;
            case Command.Place(var change) -> Dumps.plain(change.toString());
        };
    }

    /** Values of the simulated clients end in padding that says nothing. */
    static String value(Bytes value) {
        String text = value.utf8();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 'x') {
            end--;
        }
        return end <= VALUE_CHARS_MAX
                ? text.substring(0, end)
                : text.substring(0, VALUE_CHARS_MAX) + "…";
    }

    static String call(Call call) {
        return switch (call) {
            case Call.Put put -> "put " + put.key() + "=" + put.value();
            case Call.Get get -> "get " + get.key();
            case Call.Delete delete -> "delete " + delete.key();
            case Call.Clear _ -> "clear";
            case Call.Append _, Call.Cas _, Call.Txn _ -> call.toString();
        };
    }

    static String reply(Reply reply) {
        return switch (reply) {
            case Reply.Done done -> "done, revision " + done.revision();
            case Reply.DoneOnce once ->
                    "done" + (once.repeated() ? " before" : "") + ", revision " + once.revision();
            case Reply.KeyRefused refused -> "key refused: " + Dumps.quiet(refused.fault().name());
            case Reply.Found found -> value(found.value()) + ", revision " + found.revision();
            case Reply.Missing _ -> "no such key";
            case Reply.NotLeader not -> "not the leader, ask " + node(not.leader());
            case Reply.Refused refused -> "refused: " + refused.why();
            case Reply.Full full -> "refused: " + full.why();
            case Reply.Unknown unknown -> "outcome unknown: " + unknown.why();
            case Reply.Inspected _,
                    Reply.Members _,
                    Reply.Shards _,
                    Reply.Rejected _,
                    Reply.NotCarried _,
                    Reply.LogPage _,
                    Reply.Resigned _,
                    Reply.WindowVoted _,
                    Reply.WindowAppended _ ->
                    Dumps.plain(reply.toString());
        };
    }

    /** A node by its name instead of its address. */
    static String node(@Nullable String address) {
        return address == null ? "somebody else" : address.replace(":8080", "");
    }
}
