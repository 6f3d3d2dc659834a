package io.clew.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A small file of lines that the node can do without: what goes wrong with it is said in the log,
 * and then it is as if there were none.
 */
final class Advice {
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    private final LinesFile file;

    Advice(Path folder, String name) {
        this.file = new LinesFile(folder, name);
    }

    /** Null if there is no such file, or none that can be read. */
    @Nullable List<String> read() {
        try {
            return file.read();
        } catch (StartException e) {
            LOG.warn("goes on without it: {}", e.getMessage());
            return null;
        }
    }

    void write(Collection<String> lines) {
        try {
            file.write(lines);
        } catch (StartException e) {
            LOG.warn("goes on without it: {}", e.getMessage());
        }
    }
}
