package io.clew.engine.storage;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to bring a batch of one shard into the log, but for the disk itself, which takes
 * everything and keeps nothing: the record, its checksums, the bookkeeping, and what each batch
 * pays of the next segments.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WalAppendBenchmark {
    private static final int PAYLOAD_BYTES = 280;
    private static final long TERM = 3;

    @Param({"1", "64"})
    private int entries;

    private final Storage storage =
            Storage.open(new ForgetfulDisk(), StorageConfig.production(), new NodeId(1));

    /** Replaces what the one before has written, so that it can be the same each time. */
    private WriteBatch batch = new WriteBatch(1, List.of());

    @Setup
    public void prepare() {
        var log = new ArrayList<Entry>();
        for (int i = 1; i <= entries; i++) {
            Bytes payload = Bytes.of(new byte[PAYLOAD_BYTES]);
            log.add(new Entry(i, TERM, Entry.Kind.COMMAND, payload));
        }
        var write = new LogWrite(new HardState(TERM, new NodeId(1)), null, 1, log);
        batch = new WriteBatch(1, List.of(new WriteBatch.ShardWrite(0, write)));
    }

    @Benchmark
    public void append() {
        storage.append(batch);
        storage.sync();
    }
}
