package io.clew.engine.kv;

import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** What one key costs in a map of few keys, and of many, asked for all over the map. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = "-Xms1g")
public class KvStoreBenchmark {
    private static final int VALUE_BYTES = 64;

    /** A prime that divides no power of ten: steps of it come past all keys. */
    private static final int STRIDE = 611_953;

    private static final Bytes VALUE = Bytes.of(new byte[VALUE_BYTES]);

    @Param({"1000", "1000000"})
    private int keys;

    private final KvStore store = new KvStore();
    private Bytes[] names = {};
    private int at;
    private long revision;

    @Setup
    public void fill() {
        names = new Bytes[keys];
        for (int i = 0; i < keys; i++) {
            names[i] = Bytes.utf8("key:%012d".formatted(i));
            store.put(names[i], VALUE, ++revision);
        }
    }

    @Benchmark
    public KvView.@Nullable Item get() {
        return store.get(next());
    }

    /** Replaces a value: the map keeps its size. */
    @Benchmark
    public void put() {
        store.put(next(), VALUE, ++revision);
    }

    private Bytes next() {
        at = (at + STRIDE) % keys;
        return names[at];
    }
}
