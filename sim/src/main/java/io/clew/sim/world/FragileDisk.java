package io.clew.sim.world;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskFile;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * A disk whose power can fail at any single operation, also in the middle of a rotation or of a
 * snapshot: from then on nothing works until the machine boots again.
 */
final class FragileDisk implements Disk {
    private final Disk disk;
    private final Supplier<@Nullable Episode> power;
    private long operationsLeft = Long.MAX_VALUE;

    /** The power has failed; the process that used the disk is no more. */
    static final class PowerLoss extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Who took the power away, null if it was {@link #failAfter}. */
        final @Nullable Episode by;

        PowerLoss(@Nullable Episode by) {
            super("the power failed", null, false, false);
            this.by = by;
        }
    }

    FragileDisk(Disk disk, Supplier<@Nullable Episode> power) {
        this.disk = disk;
        this.power = power;
    }

    void failAfter(int operations) {
        operationsLeft = operations;
    }

    private void use() {
        if (operationsLeft-- <= 0) {
            operationsLeft = 0;
            throw new PowerLoss(null);
        }
        Episode by = power.get();
        if (by != null) {
            throw new PowerLoss(by);
        }
    }

    @Override
    public List<String> list() {
        use();
        return disk.list();
    }

    @Override
    public DiskFile open(String name) {
        use();
        return new FragileFile(disk.open(name));
    }

    @Override
    public DiskFile create(String name) {
        use();
        return new FragileFile(disk.create(name));
    }

    @Override
    public void rename(String from, String to) {
        use();
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) {
        use();
        disk.delete(name);
    }

    @Override
    public void syncDirectory() {
        use();
        disk.syncDirectory();
    }

    private final class FragileFile implements DiskFile {
        private final DiskFile file;

        FragileFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long sizeBytes() {
            return file.sizeBytes();
        }

        @Override
        public int read(long position, ByteBuffer target) {
            use();
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) {
            use();
            file.write(position, source);
        }

        @Override
        public void sync() {
            use();
            file.sync();
        }

        @Override
        public void truncate(long sizeBytes) {
            use();
            file.truncate(sizeBytes);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
