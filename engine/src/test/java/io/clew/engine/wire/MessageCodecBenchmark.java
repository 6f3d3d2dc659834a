package io.clew.engine.wire;

import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an append of 64 entries costs on its way into a frame, and out of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MessageCodecBenchmark {
    private static final int ENTRIES = 64;
    private static final int PAYLOAD_BYTES = 280;
    private static final long TERM = 3;
    private static final long BEFORE = 1_000_000;

    private final MessageCodec.Routed message = new MessageCodec.Routed(0, append());
    private final ByteWriter frame = new ByteWriter(512);
    private final Bytes written = write();

    private static Message append() {
        var entries = new ArrayList<Entry>();
        for (int i = 1; i <= ENTRIES; i++) {
            Bytes payload = Bytes.of(new byte[PAYLOAD_BYTES]);
            entries.add(new Entry(BEFORE + i, TERM, Entry.Kind.COMMAND, payload));
        }
        return new Message.Append(TERM, new LogId(TERM, BEFORE), BEFORE, entries);
    }

    /** Into a buffer that is kept, and from there into a frame, as a node does it. */
    @Benchmark
    public final Bytes write() {
        frame.reset();
        MessageCodec.write(frame, message);
        return frame.toBytes();
    }

    @Benchmark
    public List<MessageCodec.Routed> read() {
        return MessageCodec.read(written);
    }
}
