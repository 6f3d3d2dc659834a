package io.clew.engine.storage;

import java.util.List;

/**
 * One folder of files: the port to the medium that the write-ahead log and the snapshots stand on.
 *
 * <p>What a crash may do is part of the contract. Bytes written and not yet synced may be lost,
 * kept, or kept in part, in any combination. A file created, renamed or deleted may be found as it
 * was before until {@link #syncDirectory()} has returned. Different files may be used by different
 * threads at once; one file by one thread at a time.
 *
 * <p>Every failure is a {@link DiskException}. After a failed sync nothing is known about the bytes
 * it should have saved: the caller must stop and never try again. A further sync would save them no
 * more than the first did, and only to write them anew helps.
 *
 * <p>Names are another matter. After a failed {@link #syncDirectory()} the caller stops as well,
 * but once a later one returns, also in another process, all that the folder shows is durable. File
 * systems keep names in a journal: if that cannot be written they shut down, or go on read-only,
 * and let nobody sync anything until they have been mounted again and show what is on the medium.
 */
public interface Disk {
    /** The names of all files, sorted. */
    List<String> list();

    /** Opens an existing file. */
    DiskFile open(String name);

    /** Creates a file that must not exist yet, of size 0. */
    DiskFile create(String name);

    /** Renames a file, atomically replacing what has the new name. Open handles stay valid. */
    void rename(String from, String to);

    void delete(String name);

    /** Makes all creations, renames and deletions durable, also those of before a failed sync. */
    void syncDirectory();
}
