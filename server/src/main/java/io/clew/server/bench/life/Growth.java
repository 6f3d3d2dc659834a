package io.clew.server.bench.life;

import io.clew.server.bench.load.Destination;
import io.clew.server.bench.load.HttpClients;
import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Measurement;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.LocalNodes;
import io.clew.server.bench.local.ProcessMemory;
import io.clew.server.bench.local.StartFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What an operation on one node costs as keys, values and connections grow, one of them at a time.
 *
 * @param quick stops each of them a factor of ten to a hundred earlier
 * @param duration measured for each point and kind of operation, after half of it as a warm-up
 * @param folder takes data and logs
 * @param flags further ones for the node
 * @param progress is told what is being done
 */
public record Growth(
        boolean quick,
        Duration duration,
        Path folder,
        List<String> flags,
        Consumer<String> progress) {
    private static final int CLIENTS = 64;
    private static final int SMALL = 16;
    private static final int KEY_BYTES = 16;
    private static final int KEYS = 1000;
    private static final long DATA_BYTES_MAX = 64L << 20;

    /** With millions of keys the heap has to be larger than a server's usual one. */
    private static final String HEAP = "-Xmx6g";

    /** What grows. */
    public enum Axis {
        KEYS("keys, values of 16 B"),
        VALUES("bytes of a value"),
        CONNECTIONS("connections, values of 16 B");

        private final String title;

        Axis(String title) {
            this.title = title;
        }

        /** For people. */
        public String title() {
            return title;
        }
    }

    /** What one kind of operation came to. */
    record Cost(double perSecond, double cpuMicros, long errors) {
        static Cost of(Measurement measured, Duration cpu) {
            long operations = Math.max(1, measured.tally().all().getTotalCount());
            return new Cost(
                    measured.perSecond(),
                    cpu.toNanos() / 1e3 / operations,
                    measured.tally().errors().values().stream().mapToLong(i -> i).sum());
        }
    }

    /**
     * What was measured at one size.
     *
     * @param overheadBytes live bytes for each key beyond key and value, where keys grow
     */
    record Point(long size, Cost put, Cost get, OptionalLong overheadBytes) {}

    List<Long> sizes(Axis axis) {
        List<Long> all =
                switch (axis) {
                    case KEYS -> List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);
                    case VALUES -> List.of(16L, 256L, 4_096L, 16_384L, 65_536L, 262_144L, 1L << 20);
                    case CONNECTIONS -> List.of(1L, 10L, 100L, 1_000L, 10_000L);
                };
        return quick ? all.subList(0, all.size() - 2) : all;
    }

    /** Starts a node of its own for the axis, and measures at each size. */
    public GrowthCurve measure(Axis axis) throws IOException, InterruptedException, StartFailure {
        var points = new ArrayList<Point>();
        Path own = Files.createTempDirectory(folder, "growth-");
        try (var nodes = LocalNodes.cluster(1, own, flags, List.of(HEAP))) {
            var process = nodes.processes().getFirst();
            load(nodes, Workload.closedLoop(CLIENTS, SMALL, 0.5, KEYS));
            OptionalLong empty = ProcessMemory.live(process, own);
            for (long size : sizes(axis)) {
                progress.accept(size + " " + axis.title());
                Cost get = load(nodes, workload(axis, (int) size, 1));
                Cost put = load(nodes, workload(axis, (int) size, 0));
                OptionalLong overhead = OptionalLong.empty();
                if (axis == Axis.KEYS && empty.isPresent() && size > KEYS) {
                    OptionalLong live = ProcessMemory.live(process, own);
                    if (live.isPresent()) {
                        long grown = live.getAsLong() - empty.getAsLong();
                        // Some keys were there before.
                        overhead = OptionalLong.of(grown / (size - KEYS) - KEY_BYTES - SMALL);
                    }
                }
                points.add(new Point(size, put, get, overhead));
            }
        }
        return new GrowthCurve(axis, points);
    }

    private static Workload workload(Axis axis, int size, double readShare) {
        return switch (axis) {
            case KEYS -> Workload.closedLoop(CLIENTS, SMALL, readShare, size);
            case VALUES -> {
                int keys = (int) Math.min(KEYS, DATA_BYTES_MAX / size);
                // Large values would otherwise queue up for seconds.
                int clients = size > 65_536 ? CLIENTS / 4 : CLIENTS;
                yield Workload.closedLoop(clients, size, readShare, keys);
            }
            case CONNECTIONS -> Workload.closedLoop(size, SMALL, readShare, KEYS);
        };
    }

    private Cost load(LocalNodes nodes, Workload workload) throws InterruptedException {
        var cpu = new Duration[] {Duration.ZERO, Duration.ZERO};
        var clients = new HttpClients(workload, Destination.leaderOf(nodes.addresses()), null);
        try (var generator = new LoadGenerator(clients)) {
            Measurement measured =
                    generator.run(
                            duration.dividedBy(2),
                            duration,
                            () -> cpu[0] = nodes.cpu(),
                            () -> cpu[1] = nodes.cpu());
            return Cost.of(measured, cpu[1].minus(cpu[0]));
        }
    }
}
