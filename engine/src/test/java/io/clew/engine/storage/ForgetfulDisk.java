package io.clew.engine.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A disk that takes everything at once and keeps nothing but the names and sizes of its files. */
final class ForgetfulDisk implements Disk {
    private final TreeMap<String, File> files = new TreeMap<>();

    @Override
    public List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public DiskFile open(String name) {
        return existing(name);
    }

    @Override
    public DiskFile create(String name) {
        var file = new File();
        files.put(name, file);
        return file;
    }

    @Override
    public void rename(String from, String to) {
        files.put(to, existing(from));
        files.remove(from);
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void syncDirectory() {}

    private File existing(String name) {
        File file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("there is no " + name);
        }
        return file;
    }

    private static final class File implements DiskFile {
        private long size;

        @Override
        public long sizeBytes() {
            return size;
        }

        @Override
        public int read(long position, ByteBuffer target) {
            throw new UnsupportedOperationException("all was forgotten");
        }

        @Override
        public void write(long position, ByteBuffer source) {
            size = Math.max(size, position + source.remaining());
            source.position(source.limit());
        }

        @Override
        public void sync() {}

        @Override
        public void truncate(long sizeBytes) {
            size = sizeBytes;
        }

        @Override
        public void close() {}
    }
}
