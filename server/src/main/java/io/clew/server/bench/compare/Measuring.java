package io.clew.server.bench.compare;

import io.clew.server.bench.load.LoadGenerator;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Loads servers once, and puts down what that took of them and of the load generator.
 *
 * @param settling before anything counts
 * @param servers tells the processor time that the servers have used so far
 */
record Measuring(Duration settling, Duration duration, Supplier<Duration> servers) {
    Figures figures(LoadGenerator.Clients load) throws InterruptedException {
        var spent = new Duration[] {Duration.ZERO, Duration.ZERO};
        var own = new Duration[] {Duration.ZERO, Duration.ZERO};
        try (var generator = new LoadGenerator(load)) {
            var measured =
                    generator.run(
                            settling,
                            duration,
                            () -> {
                                spent[0] = servers.get();
                                own[0] = ownCpu();
                            },
                            () -> {
                                spent[1] = servers.get();
                                own[1] = ownCpu();
                            });
            return Figures.of(measured, spent[1].minus(spent[0]), own[1].minus(own[0]));
        }
    }

    private static Duration ownCpu() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known
                ? Duration.ofNanos(Math.max(0, known.getProcessCpuTime()))
                : Duration.ZERO;
    }
}
