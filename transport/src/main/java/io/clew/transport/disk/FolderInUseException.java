package io.clew.transport.disk;

import java.nio.file.Path;

/** Another process owns the data folder; it may be one that is about to end. */
public final class FolderInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FolderInUseException(Path folder) {
        super("data folder " + folder + " is in use by another process");
    }
}
