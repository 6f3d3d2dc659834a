package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers with whom alone this node may talk, for tests that cut it off and restart it meanwhile:
 * one address a line in the data folder; no file, no restriction.
 */
final class PartitionFile {
    private final LinesFile file;

    PartitionFile(Path dataFolder) {
        this.file = new LinesFile(dataFolder, "partition");
    }

    @Nullable Set<String> read() {
        List<String> lines = file.read();
        return lines == null ? null : new TreeSet<>(lines);
    }

    void write(@Nullable Set<String> addresses) {
        if (addresses == null) {
            file.delete();
        } else {
            file.write(new TreeSet<>(addresses));
        }
    }
}
