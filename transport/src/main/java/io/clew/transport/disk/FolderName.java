package io.clew.transport.disk;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the name of a folder, and those of all folders above it, outlive a loss of power as surely
 * as what is in it.
 *
 * <p>Also if it was there before: whoever made it may have died before it came to this.
 */
public final class FolderName {
    /** Makes all names in a folder durable. */
    interface Sync {
        void names(Path folder) throws IOException;
    }

    private FolderName() {}

    public static void save(Path folder) throws IOException {
        save(folder, FolderName::syncNames);
    }

    static void save(Path folder, Sync sync) throws IOException {
        Path real = folder.toRealPath();
        Object device = device(real);
        // What lies above the root of a file system has not been made by whoever made the folder,
        // and may be of a kind that cannot be synced.
        for (Path up = real.getParent();
                up != null && device(up).equals(device);
                up = up.getParent()) {
            try {
                sync.names(up);
            } catch (AccessDeniedException _) {
                // It belongs to somebody else, as homes do: who may not read it has not made it.
            }
        }
    }

    private static Object device(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:dev");
    }

    static void syncNames(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
