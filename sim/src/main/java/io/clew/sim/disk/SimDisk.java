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

    /** What a process that starts after a failed sync sees of what was not saved. */
    public enum Unsaved {
        /** The bytes that are on the medium. */
        FORGOTTEN,
        /** The bytes that were written, as if they were there, until the power fails. */
        STAYS
    }

    /** How a medium damages what it holds. */
    public enum Damage {
        BIT,
        SECTOR,
        /** The content of another sector, written to the wrong place. */
        MISDIRECTED
    }

    private final SimFolder folder;
    private long freeBytes = Long.MAX_VALUE;
    private int goodWrites = Integer.MAX_VALUE;
    private int goodSyncs = Integer.MAX_VALUE;
    private int goodReads = Integer.MAX_VALUE;
    private Unsaved unsaved = Unsaved.FORGOTTEN;
    private boolean lasting;
    private long failures;

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

    /** Ends the life of all handles, and the failures that were injected unless they last. */
    public void crash(RandomGenerator random, Crash crash) {
        life++;
        changes++;
        if (!lasting) {
            heal();
        }
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
    public void failSyncsAfter(int syncs, Unsaved seen) {
        goodSyncs = syncs;
        unsaved = seen;
    }

    public void failReadsAfter(int reads) {
        goodReads = reads;
    }

    /** Lets the injected failures go on after a crash. */
    public void last() {
        lasting = true;
    }

    /** How many operations have failed as it was injected. */
    public long failures() {
        return failures;
    }

    /** Ends all injected failures. */
    public void heal() {
        lasting = false;
        freeBytes = Long.MAX_VALUE;
        goodWrites = Integer.MAX_VALUE;
        goodSyncs = Integer.MAX_VALUE;
        goodReads = Integer.MAX_VALUE;
    }

    /** The sectors of a file that are durable and not about to be written anew. */
    public List<Integer> settledSectors(String name) {
        return folder.existing(name).settled();
    }

    /** Damages a durable sector, on the medium and in the cache. */
    public void damage(String name, int sector, Damage kind, RandomGenerator random) {
        SimFile file = folder.existing(name);
        byte[] content = file.sector(sector).clone();
        switch (kind) {
            case BIT -> content[random.nextInt(Sectors.BYTES)] ^= (byte) (1 << random.nextInt(8));
            case SECTOR -> random.nextBytes(content);
            case MISDIRECTED -> {
                SimFile other = folder.existing(list().get(random.nextInt(list().size())));
                List<Integer> settled = other.settled();
                if (!settled.isEmpty()) {
                    content = other.sector(settled.get(random.nextInt(settled.size())));
                }
            }
        }
        changes++;
        file.overwrite(sector, content);
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
        release(folder.existing(name).sizeBytes());
        folder.delete(name);
    }

    @Override
    public void syncDirectory() {
        changes++;
        if (goodSyncs == 0) {
            throw failure(Kind.FAILED, "cannot sync the folder");
        }
        goodSyncs--;
        folder.sync();
    }

    private DiskException failure(Kind kind, String what) {
        failures++;
        return new DiskException(kind, "injected: " + what);
    }

    private void release(long bytes) {
        if (freeBytes != Long.MAX_VALUE) {
            freeBytes += bytes / Sectors.BYTES * Sectors.BYTES;
        }
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
                throw failure(Kind.FAILED, "cannot read " + name);
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
                throw failure(Kind.FAILED, "cannot write " + name);
            }
            goodWrites--;
            long growth = (long) Sectors.BYTES * file.newSectors(position, source.remaining());
            if (growth > freeBytes) {
                throw failure(Kind.FULL, "no space left for " + name);
            }
            if (freeBytes != Long.MAX_VALUE) {
                freeBytes -= growth;
            }
            file.write(position, source);
        }

        @Override
        public void sync() {
            checkOpen();
            changes++;
            if (goodSyncs == 0) {
                file.failSync(unsaved == Unsaved.STAYS);
                throw failure(Kind.FAILED, "cannot sync " + name);
            }
            goodSyncs--;
            file.sync();
        }

        @Override
        public void truncate(long sizeBytes) {
            checkOpen();
            changes++;
            release(Math.max(0, file.sizeBytes() - sizeBytes));
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
