package io.clew.server.bench.compare;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Decision;
import io.clew.linearizability.ParallelChecker;
import io.clew.linearizability.format.BadHistoryException;
import io.clew.linearizability.format.HistoryReader;
import io.clew.linearizability.format.Recording;
import io.clew.server.bench.load.Destination;
import io.clew.server.bench.load.HistoryFile;
import io.clew.server.bench.load.HttpClients;
import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Workload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A short run of a row that is recorded and judged, so that nobody has to believe that what is fast
 * is also right. It has a fifth of the other kind of operation, since writes that nobody reads, or
 * reads of what nobody writes, would prove nothing; and keys of its own, that begin empty.
 */
final class RecordedRun {
    private static final Duration DURATION = Duration.ofSeconds(2);
    private static final int KEYS = 1000;
    private static final int VALUE_BYTES = 32;
    private static final double OTHER_SHARE = 0.2;
    private static final long STATES = 2_000_000;

    private RecordedRun() {}

    /**
     * @param keyPrefix of four characters that no other run has used
     * @param history the file to record in
     */
    static Decision judge(Row row, String keyPrefix, List<InetSocketAddress> servers, Path history)
            throws IOException, InterruptedException {
        double reads = row.kind() == Row.Kind.PUT ? OTHER_SHARE : 1 - OTHER_SHARE;
        Workload workload =
                Workload.closedLoop(row.clients(), VALUE_BYTES, reads, KEYS)
                        .withKeyPrefix(keyPrefix);
        try (var record = new HistoryFile(history);
                var generator =
                        new LoadGenerator(
                                new HttpClients(workload, Destination.leaderOf(servers), record))) {
            generator.run(Duration.ZERO, DURATION, () -> {}, () -> {});
        }
        try {
            Recording recording = HistoryReader.read(history, null);
            return ParallelChecker.decide(
                    recording.history(), recording.model(), Budget.states(STATES), 2);
        } catch (BadHistoryException e) {
            throw new IOException("the record cannot be read", e);
        }
    }
}
