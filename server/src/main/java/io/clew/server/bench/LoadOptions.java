package io.clew.server.bench;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How servers are loaded and for how long: options that all measurements share. */
final class LoadOptions {
    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            defaultValue = "64",
            description = "requests under way at any time (default: ${DEFAULT-VALUE})")
    int connections;

    @Option(
            names = "--value-size",
            paramLabel = "BYTES",
            defaultValue = "256",
            description = "of each value (default: ${DEFAULT-VALUE})")
    int valueSize;

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "10000",
            description = "different keys (default: ${DEFAULT-VALUE})")
    int keys;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "measured (default: ${DEFAULT-VALUE})")
    int duration;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            description =
                    "before anything is measured (default: 5; 15 for several --shards; 30 for"
                            + " --vs-etcd)")
    @Nullable Integer warmup;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "where temporary folders are made, on the disk that is to be measured"
                            + " (default: that of the system)")
    @Nullable Path folder;

    @Parameters(
            paramLabel = "FLAG",
            description =
                    "after --, flags for the servers that are started, such as --election-timeout"
                            + " 100-200")
    List<String> serverFlags = List.of();

    Duration warmup(int defaultSeconds) {
        return Duration.ofSeconds(warmup == null ? defaultSeconds : warmup);
    }

    Duration duration() {
        return Duration.ofSeconds(duration);
    }

    /** What is wrong with them, null if nothing is. */
    @Nullable String complaint() {
        if (connections < 1) {
            return "--connections must be at least 1";
        }
        if (valueSize < 1) {
            return "--value-size must be at least 1: values are not empty";
        }
        if (keys < 1) {
            return "--keys must be at least 1";
        }
        if (duration < 1) {
            return "--duration must be at least 1";
        }
        return warmup != null && warmup < 0 ? "--warmup must not be negative" : null;
    }
}
