package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * Remembers beside the node's own data which other nodes it was told of when it was started: who
 * starts it with the same words again means this folder, whoever has come and gone since.
 */
final class ToldPeers {
    private final Advice file;

    ToldPeers(Path dataFolder) {
        this.file = new Advice(dataFolder, "told");
    }

    /** Null if none were ever told. */
    @Nullable List<String> read() {
        return file.read();
    }

    void note(List<String> others) {
        if (!others.equals(file.read())) {
            file.write(others);
        }
    }
}
