package io.clew.transport.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.DiskFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * The files of one folder, which is locked for as long as this is open: for one owner, or for those
 * who only read.
 *
 * <p>Threads that use it must never be interrupted: the channels below close themselves when that
 * happens, and the storage then fails as if the disk had.
 */
public final class NioDisk implements Disk, AutoCloseable {
    /** Not among the files that are listed. */
    static final String LOCK = "lock";

    private final Path folder;
    private final boolean writable;

    /** Null where there is none that a reader could hold. */
    private final @Nullable FileChannel lock;

    private NioDisk(Path folder, boolean writable, @Nullable FileChannel lock) {
        this.folder = folder;
        this.writable = writable;
        this.lock = lock;
    }

    /**
     * Creates the folder if need be and takes its lock.
     *
     * @throws FolderInUseException if another process has the lock
     * @throws DiskException if the path cannot be a folder to write in
     */
    public static NioDisk open(Path folder) {
        return open(folder, FolderName::syncNames);
    }

    /**
     * Opens a folder in which nothing is changed, not even by making the lock: also one of a file
     * system that is read-only, perhaps because it is damaged.
     *
     * @throws FolderInUseException if it has an owner
     * @throws DiskException if the path is no folder, or cannot be read
     */
    public static NioDisk openToRead(Path folder) {
        checkIsFolder(folder);
        try {
            // Every owner makes one.
            boolean owned = Files.exists(folder.resolve(LOCK));
            return new NioDisk(folder, false, owned ? lock(folder, true, READ) : null);
        } catch (IOException e) {
            throw failed("cannot read data folder", folder, e);
        }
    }

    static NioDisk open(Path folder, FolderName.Sync sync) {
        checkFolder(folder);
        try {
            Files.createDirectories(folder);
            FileChannel lock = lock(folder, false, CREATE, WRITE);
            try {
                FolderName.save(folder, sync);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
            return new NioDisk(folder, true, lock);
        } catch (IOException e) {
            throw failed("cannot use data folder", folder, e);
        }
    }

    private static void checkIsFolder(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new DiskException(
                    DiskException.Kind.FAILED, "data folder " + folder + " is not a folder");
        }
    }

    private static FileChannel lock(Path folder, boolean shared, OpenOption... options)
            throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve(LOCK), options);
        if (!locked(channel, shared)) {
            channel.close();
            throw new FolderInUseException(folder);
        }
        return channel;
    }

    private static void checkFolder(Path folder) {
        checkIsFolder(folder);
        if (Files.exists(folder) && !Files.isWritable(folder)) {
            throw new DiskException(
                    DiskException.Kind.FAILED, "data folder " + folder + " is not writable");
        }
    }

    private static boolean locked(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public List<String> list() {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw failed("cannot list", folder, e);
        }
    }

    @Override
    public DiskFile open(String name) {
        Path path = folder.resolve(name);
        try {
            return new NioFile(path, channel(path));
        } catch (IOException e) {
            throw failed("cannot open", path, e);
        }
    }

    private FileChannel channel(Path path) throws IOException {
        return writable ? FileChannel.open(path, READ, WRITE) : FileChannel.open(path, READ);
    }

    @Override
    public DiskFile create(String name) {
        checkWritable();
        Path path = folder.resolve(name);
        try {
            return new NioFile(path, FileChannel.open(path, CREATE_NEW, READ, WRITE));
        } catch (IOException e) {
            throw failed("cannot create", path, e);
        }
    }

    @Override
    public void rename(String from, String to) {
        checkWritable();
        Path source = folder.resolve(from);
        try {
            Files.move(source, folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("cannot rename to " + to, source, e);
        }
    }

    @Override
    public void delete(String name) {
        checkWritable();
        Path path = folder.resolve(name);
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw failed("cannot delete", path, e);
        }
    }

    @Override
    public void syncDirectory() {
        checkWritable();
        try {
            FolderName.syncNames(folder);
        } catch (IOException e) {
            throw failed("cannot sync", folder, e);
        }
    }

    private void checkWritable() {
        if (!writable) {
            throw new UnsupportedOperationException("the data folder " + folder + " is only read");
        }
    }

    /** Gives the folder up. Files that are still open stay usable and must not be used. */
    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw failed("cannot unlock", folder, e);
        }
    }

    static DiskException failed(String what, Path path, Exception cause) {
        return new DiskException(kind(cause), what + " " + path + ": " + reason(cause), cause);
    }

    /** The JDK passes on the system's words and no number. */
    private static DiskException.Kind kind(Exception cause) {
        String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no space left") || words.contains("quota exceeded")
                ? DiskException.Kind.FULL
                : DiskException.Kind.FAILED;
    }

    private static String reason(Exception cause) {
        String words = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        return words == null || !kind.equals("IOException") ? kind + " " + words : words;
    }
}
