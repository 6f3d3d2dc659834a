package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers with whom alone this node may talk, for tests that cut it off and restart it meanwhile:
 * one address a line in the data folder; no file, no restriction.
 */
final class PartitionFile {
    private final Path file;

    PartitionFile(Path dataFolder) {
        this.file = dataFolder.resolve("partition");
    }

    @Nullable Set<String> read() {
        try {
            return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : null;
        } catch (IOException e) {
            throw new StartException("cannot read " + file + ": " + e, e);
        }
    }

    void write(@Nullable Set<String> addresses) {
        try {
            if (addresses == null) {
                Files.deleteIfExists(file);
                return;
            }
            Path next = file.resolveSibling("partition.new");
            Files.write(next, new TreeSet<>(addresses));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
