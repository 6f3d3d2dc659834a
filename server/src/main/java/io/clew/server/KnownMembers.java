package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers beside the node's own data who else is in the cluster: whom to ask when that data
 * cannot be read any more.
 */
final class KnownMembers {
    private static final String REPLICA = "replica";
    private static final String VOTER = "voter";

    private final Path file;

    /**
     * @param replica whether the node itself only follows
     * @param others their addresses
     */
    record Known(boolean replica, List<String> others) {
        Known {
            others = List.copyOf(others);
        }
    }

    KnownMembers(Path dataFolder) {
        this.file = dataFolder.resolve("members");
    }

    @Nullable Known read() {
        try {
            if (!Files.exists(file)) {
                return null;
            }
            List<String> lines = Files.readAllLines(file);
            boolean replica = !lines.isEmpty() && lines.getFirst().equals(REPLICA);
            return new Known(replica, lines.subList(Math.min(1, lines.size()), lines.size()));
        } catch (IOException e) {
            throw new StartException("cannot read " + file + ": " + e, e);
        }
    }

    void write(Known known) {
        var lines = new ArrayList<String>();
        lines.add(known.replica ? REPLICA : VOTER);
        lines.addAll(known.others);
        try {
            Path next = file.resolveSibling("members.new");
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
