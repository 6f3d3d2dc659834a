package io.clew.sim.disk;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.DiskException.Kind;
import io.clew.engine.storage.DiskFile;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A disk that does all that the contract of {@link Disk} lets a real one do, and nothing else: what
 * was not synced may be lost, in part and out of order, when it crashes. Misuse fails.
 *
 * <p>Deterministic; the chance in a crash comes from the caller's generator.
 */
public final class SimDisk implements Disk {
    /** What becomes of bytes and names that were not synced. */
    public enum Crash {
        /** All are lost. */
        LOSES_UNSYNCED,
        /**
         * Only the process dies: all are kept and still not synced, so that the next crash may lose
         * them.
         */
        KEEPS_UNSYNCED,
        /** Any part is kept; a sector may be torn. */
        KEEPS_SOME,
        /** The same, and sectors that were being written may be garbage. */
        KEEPS_SOME_AND_GARBAGE
    }

    private final SimFolder folder;
    private long freeBytes = Long.MAX_VALUE;
    private int goodWrites = Integer.MAX_VALUE;
    private int goodSyncs = Integer.MAX_VALUE;
    private int goodReads = Integer.MAX_VALUE;

    /** Handles of before a crash are dead. */
    private int life;

    private long changes;

    public SimDisk() {
        this(new SimFolder());
    }

    private SimDisk(SimFolder folder) {
        this.folder = folder;
    }

    /** A disk of its own with the same content, synced and not; without the injected failures. */
    public SimDisk copy() {
        return new SimDisk(folder.copy());
    }

    /** Counts what may have changed the content, synced or not. */
    public long changes() {
        return changes;
    }

    /** Whether a power loss would lose nothing. */
    public boolean synced() {
        return folder.synced();
    }

    /** Ends the life of all handles; the failures that were injected are over. */
    public void crash(RandomGenerator random, Crash crash) {
        life++;
        changes++;
        heal();
        switch (crash) {
            case LOSES_UNSYNCED -> {
                folder.dropUnsynced();
                folder.survivors().forEach(SimFile::dropUnsynced);
            }
            case KEEPS_UNSYNCED -> folder.files().forEach(SimFile::keepUnsynced);
            case KEEPS_SOME -> keepSome(random, false);
            case KEEPS_SOME_AND_GARBAGE -> keepSome(random, true);
        }
    }

    /** From now on files may grow by this much and no more. */
    public void fillUpAfter(long bytes) {
        freeBytes = bytes;
    }

    /** After this many more writes each fails, having written a part. */
    public void failWritesAfter(int writes) {
        goodWrites = writes;
    }

    /** After this many more syncs each fails and leaves the bytes clean but not durable. */
    public void failSyncsAfter(int syncs) {
        goodSyncs = syncs;
    }

    public void failReadsAfter(int reads) {
        goodReads = reads;
    }

    /** Ends all injected failures. */
    public void heal() {
        freeBytes = Long.MAX_VALUE;
        goodWrites = Integer.MAX_VALUE;
        goodSyncs = Integer.MAX_VALUE;
        goodReads = Integer.MAX_VALUE;
    }

    /** Rot: changes one bit of a file, on the medium and in the cache. */
    public void flip(String name, long offset, int bit) {
        changes++;
        folder.existing(name).flip(offset, bit);
    }

    public long sizeBytes(String name) {
        return folder.existing(name).sizeBytes();
    }

    @Override
    public List<String> list() {
        return folder.names();
    }

    @Override
    public DiskFile open(String name) {
        return new Handle(name, folder.existing(name));
    }

    @Override
    public DiskFile create(String name) {
        changes++;
        return new Handle(name, folder.create(name));
    }

    @Override
    public void rename(String from, String to) {
        changes++;
        folder.rename(from, to);
    }

    @Override
    public void delete(String name) {
        changes++;
        folder.delete(name);
    }

    @Override
    public void syncDirectory() {
        changes++;
        if (goodSyncs == 0) {
            throw new DiskException(Kind.FAILED, "injected: cannot sync the folder");
        }
        goodSyncs--;
        folder.sync();
    }

    private void keepSome(RandomGenerator random, boolean garbage) {
        folder.keepSome(random);
        folder.survivors().forEach(file -> file.keepSome(random, garbage));
    }

    /** An open file; good for one life of the disk. */
    private final class Handle implements DiskFile {
        private final String name;
        private final SimFile file;
        private final int born = life;
        private boolean closed;

        Handle(String name, SimFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public long sizeBytes() {
            checkOpen();
            return file.sizeBytes();
        }

        @Override
        public int read(long position, ByteBuffer target) {
            checkOpen();
            if (goodReads == 0) {
                throw new DiskException(Kind.FAILED, "injected: cannot read " + name);
            }
            goodReads--;
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) {
            checkOpen();
            changes++;
            if (goodWrites == 0) {
                file.write(position, source.limit(source.position() + source.remaining() / 2));
                throw new DiskException(Kind.FAILED, "injected: cannot write " + name);
            }
            goodWrites--;
            long growth = (long) Sectors.BYTES * file.newSectors(position, source.remaining());
            if (growth > freeBytes) {
                throw new DiskException(Kind.FULL, "injected: no space left for " + name);
            }
            freeBytes -= growth;
            file.write(position, source);
        }

        @Override
        public void sync() {
            checkOpen();
            changes++;
            if (goodSyncs == 0) {
                file.failSync();
                throw new DiskException(Kind.FAILED, "injected: cannot sync " + name);
            }
            goodSyncs--;
            file.sync();
        }

        @Override
        public void truncate(long sizeBytes) {
            checkOpen();
            changes++;
            file.truncate(sizeBytes);
        }

        @Override
        public void close() {
            closed = true;
        }

        private void checkOpen() {
            if (closed || born != life) {
                throw new DiskException(Kind.FAILED, name + " is closed");
            }
        }
    }
}
