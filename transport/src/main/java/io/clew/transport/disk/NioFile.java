package io.clew.transport.disk;

import io.clew.engine.storage.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** One open file. */
final class NioFile implements DiskFile {
    /** The channel copies through native memory that it keeps for each thread, of any size. */
    private static final int SLICE_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel channel;

    NioFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public long sizeBytes() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw NioDisk.failed("cannot tell the size of", path, e);
        }
    }

    @Override
    public int read(long position, ByteBuffer target) {
        int limit = target.limit();
        int begin = target.position();
        try {
            while (target.position() < limit) {
                target.limit(Math.min(limit, target.position() + SLICE_BYTES));
                if (channel.read(target, position + target.position() - begin) < 0) {
                    break;
                }
            }
            return target.position() - begin;
        } catch (IOException e) {
            throw NioDisk.failed("cannot read", path, e);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void write(long position, ByteBuffer source) {
        int limit = source.limit();
        int begin = source.position();
        try {
            while (source.position() < limit) {
                source.limit(Math.min(limit, source.position() + SLICE_BYTES));
                channel.write(source, position + source.position() - begin);
            }
        } catch (IOException e) {
            throw NioDisk.failed("cannot write", path, e);
        } finally {
            source.limit(limit);
        }
    }

    @Override
    public void sync() {
        try {
            // Data and, where it changed, the size: nothing else of the file's attributes matters.
            channel.force(false);
        } catch (IOException e) {
            throw NioDisk.failed("cannot sync", path, e);
        }
    }

    @Override
    public void truncate(long sizeBytes) {
        try {
            channel.truncate(sizeBytes);
        } catch (IOException e) {
            throw NioDisk.failed("cannot truncate", path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw NioDisk.failed("cannot close", path, e);
        }
    }
}
