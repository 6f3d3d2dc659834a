package io.clew.server.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder that is deleted with all that is in it. */
record TemporaryFolder(Path path) implements AutoCloseable {
    /**
     * @param parent null for that of the system
     */
    static TemporaryFolder in(@Nullable Path parent) throws IOException {
        return new TemporaryFolder(
                parent == null
                        ? Files.createTempDirectory("clew-bench-")
                        : Files.createTempDirectory(parent, "clew-bench-"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
