package io.clew.engine;

import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.RaftOutbox;
import io.clew.engine.wire.MessageCodec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Messages on their way out: those that vouch for the disk are held until it has caught up, and
 * those for one peer, of all shards, share a frame.
 */
final class Outgoing {
    private static final int FRAME_BYTES = 128 << 10;

    private record Held(long sequence, int shard, RaftOutbox.Addressed message) {}

    private final List<Effects.Answer> answers;

    /** Ascending by sequence. */
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private final TreeMap<NodeId, ByteWriter> frames = new TreeMap<>();
    private final List<Effects.Transmission> ready = new ArrayList<>();

    Outgoing(List<Effects.Answer> answers) {
        this.answers = answers;
    }

    /** Leaves at once. */
    void send(int shard, RaftOutbox.Addressed addressed) {
        if (addressed.ticket() != 0) {
            answers.add(new Effects.Answer(addressed.ticket(), Window.reply(addressed.message())));
            return;
        }
        if (addressed.bulk()) {
            var frame = new ByteWriter(MessageCodec.sizeBytes(addressed.message()));
            MessageCodec.write(frame, routed(shard, addressed));
            ready.add(new Effects.Transmission(addressed.to().node(), true, frame.toBytes()));
            return;
        }
        ByteWriter frame = frames.computeIfAbsent(addressed.to().node(), _ -> new ByteWriter(512));
        int size = MessageCodec.sizeBytes(addressed.message());
        if (frame.size() > 0 && frame.size() + size > FRAME_BYTES) {
            close(addressed.to().node(), frame);
        }
        MessageCodec.write(frame, routed(shard, addressed));
    }

    /** A message for the node itself leaves at once. */
    void send(NodeId to, Bytes frame) {
        ready.add(new Effects.Transmission(to, false, frame));
    }

    /** Leaves when the write with this sequence, and all before it, are durable. */
    void hold(long sequence, int shard, RaftOutbox.Addressed addressed) {
        held.add(new Held(sequence, shard, addressed));
    }

    void release(long durableSequence) {
        for (Held first = held.peek();
                first != null && first.sequence <= durableSequence;
                first = held.peek()) {
            held.remove();
            send(first.shard, first.message);
        }
    }

    List<Effects.Transmission> take() {
        frames.forEach(
                (to, frame) -> {
                    if (frame.size() > 0) {
                        close(to, frame);
                    }
                });
        List<Effects.Transmission> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }

    private static MessageCodec.Routed routed(int shard, RaftOutbox.Addressed addressed) {
        return new MessageCodec.Routed(
                shard, addressed.from().replica(), addressed.to().replica(), addressed.message());
    }

    private void close(NodeId to, ByteWriter frame) {
        ready.add(new Effects.Transmission(to, false, frame.toBytes()));
        frame.reset();
    }
}
