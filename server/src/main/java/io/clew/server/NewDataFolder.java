package io.clew.server;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Survey;
import io.clew.transport.disk.FolderInUseException;
import io.clew.transport.disk.FolderName;
import io.clew.transport.disk.NioDisk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * A data folder that has its name only once all that belongs in it is durable: until then it stands
 * beside that under another name, and no node takes it for its own.
 */
final class NewDataFolder {
    private static final String SUFFIX = ".unfinished";

    private final Path folder;
    private final Path unfinished;

    /**
     * @param folder empty, or not there
     */
    NewDataFolder(Path folder) {
        this.folder = real(folder);
        if (this.folder.getFileName() == null) {
            throw new UsageException(folder + " cannot be a data folder");
        }
        this.unfinished = this.folder.resolveSibling(this.folder.getFileName() + SUFFIX);
    }

    /** Whoever gives a link means the folder that it leads to. */
    static Path real(Path folder) {
        try {
            return Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new StartException("cannot find " + folder + ": " + e, e);
        }
    }

    /** Whether a folder is one that was never finished. */
    static boolean isUnfinished(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name != null && name.toString().endsWith(SUFFIX);
    }

    /** Where the data is while it is not complete. */
    Path unfinished() {
        return unfinished;
    }

    /** Whether a process that wrote this before has not come to its end. */
    boolean begun() {
        return Files.exists(unfinished);
    }

    /**
     * Writes it, and gives it its name; what is left of a process that died meanwhile is replaced.
     *
     * @param content writes files into an empty folder; they are durable when it comes back
     */
    void write(Consumer<Disk> content) {
        try (NioDisk disk = NioDisk.open(unfinished)) {
            for (String file : disk.list()) {
                if (Survey.any(List.of(file))) {
                    disk.delete(file);
                }
            }
            disk.syncDirectory();
            content.accept(disk);
            // While it is locked: or the next to come could begin to empty it.
            publish();
        } catch (FolderInUseException e) {
            throw new StartException("another process is writing " + unfinished, e);
        } catch (DiskException e) {
            throw new StartException("cannot write to " + unfinished + ": " + e.getMessage(), e);
        }
    }

    private void publish() {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            FolderName.save(folder);
        } catch (IOException e) {
            throw new StartException(
                    "all is written to "
                            + unfinished
                            + ", which cannot become "
                            + folder
                            + ": "
                            + e,
                    e);
        }
    }
}
