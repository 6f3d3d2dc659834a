package io.clew.engine.wire;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Freshness;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.wire.MessageCodec.Routed;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.ArrayList;
import java.util.List;

/** Any values of the types that travel. */
final class WireArbitraries {
    private record Body(long term, Entry.Kind kind, Bytes payload) {}

    private WireArbitraries() {}

    static Arbitrary<Bytes> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Bytes::of);
    }

    static Arbitrary<Command> commands() {
        var limits =
                Combinators.combine(
                                Arbitraries.integers().greaterOrEqual(0), naturals(), naturals())
                        .as(KeyLimits::new);
        return Arbitraries.oneOf(
                writes().map(w -> w),
                Combinators.combine(naturals(), bytes(), naturals(), limits, writes())
                        .as(Command.Keyed::new));
    }

    private static Arbitrary<Command.Write> writes() {
        return Arbitraries.oneOf(
                Combinators.combine(bytes(), bytes()).as(Command.Put::new),
                bytes().map(Command.Delete::new),
                Arbitraries.create(Command.Clear::new));
    }

    static Arbitrary<Entry> entries() {
        return Combinators.combine(Arbitraries.longs().greaterOrEqual(1), bodies())
                .as((index, b) -> new Entry(index, b.term(), b.kind(), b.payload()));
    }

    static Arbitrary<List<Routed>> frames() {
        var shards = Arbitraries.integers().greaterOrEqual(0);
        return Combinators.combine(shards, messages()).as(Routed::new).list().ofMaxSize(8);
    }

    static Arbitrary<Message> messages() {
        var bools = Arbitraries.of(true, false);
        var any = Arbitraries.longs();
        return Arbitraries.oneOf(
                Combinators.combine(naturals(), logIds(), bools, bools, any)
                        .as(Message.VoteRequest::new),
                Combinators.combine(naturals(), bools, bools).as(Message.VoteReply::new),
                Combinators.combine(naturals(), logIds(), naturals(), bodies().list().ofMaxSize(9))
                        .as(WireArbitraries::append),
                Combinators.combine(naturals(), naturals()).as(Message.Appended::new),
                Combinators.combine(naturals(), naturals(), logIds())
                        .as(Message.AppendRejected::new),
                Combinators.combine(naturals(), any, naturals(), freshness())
                        .as(Message.Heartbeat::new),
                Combinators.combine(naturals(), any).as(Message.HeartbeatReply::new),
                Combinators.combine(naturals(), logIds(), naturals(), any, bytes())
                        .as(WireArbitraries::chunk),
                Combinators.combine(naturals(), logIds(), naturals(), any)
                        .as(WireArbitraries::progress),
                Combinators.combine(naturals(), naturals(), naturals(), Arbitraries.longs())
                        .as(Message.StateCheck::new),
                Combinators.combine(naturals(), naturals(), Arbitraries.longs())
                        .as(Message.StateHashed::new),
                Combinators.combine(naturals(), any, naturals()).as(Message.ReadIndex::new),
                Combinators.combine(naturals(), any, naturals(), naturals())
                        .as(Message.ReadIndexReply::new),
                naturals().map(Message.TimeoutNow::new),
                naturals().map(Message.Stale::new));
    }

    static Arbitrary<NodeMessage> nodeMessages() {
        var bools = Arbitraries.of(true, false);
        var zones = Arbitraries.strings().ascii().ofMaxLength(20);
        var ids =
                Combinators.combine(Arbitraries.longs(), Arbitraries.integers().greaterOrEqual(0))
                        .as(NodeId::new);
        var led =
                Combinators.combine(
                                shards(),
                                naturals(),
                                naturals(),
                                naturals(),
                                ids.list().ofMaxSize(5))
                        .as(NodeMessage.Led::new);
        return Arbitraries.oneOf(
                Combinators.combine(zones, bools, bools, naturals(), led.list().ofMaxSize(9))
                        .as(NodeMessage.Report::new),
                Combinators.combine(shards(), naturals()).as(NodeMessage.ClearShard::new),
                Combinators.combine(shards(), naturals(), naturals()).as(NodeMessage.Cleared::new));
    }

    private static Arbitrary<Integer> shards() {
        return Arbitraries.integers().between(0, Placement.SHARDS_MAX - 1);
    }

    private static Arbitrary<Freshness> freshness() {
        var ages = Arbitraries.longs().between(-1, Long.MAX_VALUE - 1);
        return Combinators.combine(naturals(), ages, naturals()).as(Freshness::new);
    }

    private static Arbitrary<Long> naturals() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    private static Arbitrary<LogId> logIds() {
        return Combinators.combine(naturals(), naturals()).as(LogId::new);
    }

    private static Arbitrary<Body> bodies() {
        return Combinators.combine(naturals(), Arbitraries.of(Entry.Kind.class), bytes())
                .as(Body::new);
    }

    private static Message append(long term, LogId previous, long commit, List<Body> bodies) {
        var start = new LogId(previous.term(), Math.min(previous.index(), Long.MAX_VALUE - 10));
        var entries = new ArrayList<Entry>();
        for (var b : bodies) {
            long index = start.index() + entries.size() + 1;
            entries.add(new Entry(index, b.term(), b.kind(), b.payload()));
        }
        return new Message.Append(term, start, commit, entries);
    }

    private static Message chunk(long term, LogId last, long size, long mixed, Bytes chunk) {
        long whole = Math.max(Math.min(size, Long.MAX_VALUE - 1), chunk.size());
        long offset = Math.floorMod(mixed, whole - chunk.size() + 1);
        return new Message.SnapshotChunk(
                term, new SnapshotId(last, whole, (int) mixed), offset, chunk);
    }

    private static Message progress(long term, LogId last, long size, long mixed) {
        long whole = Math.min(size, Long.MAX_VALUE - 1);
        return new Message.SnapshotProgress(
                term, new SnapshotId(last, whole, (int) mixed), Math.floorMod(mixed, whole + 1));
    }
}
