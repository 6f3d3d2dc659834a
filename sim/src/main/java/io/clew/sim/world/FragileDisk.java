package io.clew.sim.world;

import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskFile;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A disk whose power can fail at any single operation, also in the middle of a rotation or of a
 * snapshot: from then on nothing works until the machine boots again.
 */
final class FragileDisk implements Disk {
    private final Disk disk;
    private long operationsLeft = Long.MAX_VALUE;

    /** The power has failed; the process that used the disk is no more. */
    static final class PowerLoss extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PowerLoss() {
            super("the power failed", null, false, false);
        }
    }

    FragileDisk(Disk disk) {
        this.disk = disk;
    }

    void failAfter(int operations) {
        operationsLeft = operations;
    }

    private void use() {
        if (operationsLeft-- <= 0) {
            operationsLeft = 0;
            throw new PowerLoss();
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
