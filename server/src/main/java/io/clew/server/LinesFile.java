package io.clew.server;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;

/**
 * A small file of lines that is there as a whole or not at all, also after a loss of power: what is
 * written is durable once {@link #write} comes back.
 */
final class LinesFile {
    private final Path folder;
    private final Path file;

    LinesFile(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    Path path() {
        return file;
    }

    /** Null if there is no such file. */
    @Nullable List<String> read() {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new StartException("cannot read " + file + ": " + e, e);
        }
    }

    void write(Collection<String> lines) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(next, lines);
            // Before the move: or the name could survive a loss of power, and the lines not.
            sync(next, WRITE);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + e, e);
        }
    }

    void delete() {
        try {
            if (Files.deleteIfExists(file)) {
                syncFolder();
            }
        } catch (IOException e) {
            throw new StartException("cannot delete " + file + ": " + e, e);
        }
    }

    private void syncFolder() throws IOException {
        sync(folder, READ);
    }

    private static void sync(Path path, OpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }
}
