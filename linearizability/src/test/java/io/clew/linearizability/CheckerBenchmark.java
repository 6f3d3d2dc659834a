package io.clew.linearizability;

import io.clew.linearizability.bench.Generator;
import io.clew.linearizability.format.BadHistoryException;
import io.clew.linearizability.format.HistoryReader;
import io.clew.linearizability.format.Recording;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What a verdict costs, once the history has been read. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CheckerBenchmark {
    private static final Budget BUDGET = Budget.states(1_000_000);

    /** A recorded history of the test resources, right or wrong as its name says. */
    @State(Scope.Thread)
    public static class Recorded {
        @Param({"concurrent-ok.jsonl", "cas-timed-out-ok.edn", "lost-write-bad.jsonl"})
        private String file = "";

        private Recording recording = new Recording(History.of(List.of()), Model.keyValue());

        @Setup
        public void read() throws IOException, BadHistoryException {
            var text = CheckerBenchmark.class.getResourceAsStream("/histories/" + file);
            try (var in =
                    new InputStreamReader(Objects.requireNonNull(text), StandardCharsets.UTF_8)) {
                recording = HistoryReader.read(file, in, null);
            }
        }
    }

    /** A thousand operations of ten clients on ten keys, which are linearizable. */
    @State(Scope.Thread)
    public static class Generated {
        private final History history =
                Generator.history(new Generator.Shape(1000, 10, 10, 0, 0, 0, false), 1);
    }

    @Benchmark
    public Verdict recorded(Recorded recorded) {
        return Checker.check(recorded.recording.history(), recorded.recording.model(), BUDGET);
    }

    @Benchmark
    public Verdict aThousandOperations(Generated generated) {
        return Checker.check(generated.history, Model.keyValue(), BUDGET);
    }
}
