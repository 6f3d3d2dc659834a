package io.clew.engine.storage;

import java.nio.ByteBuffer;

/** An open file of a {@link Disk}, read and written by position. */
public interface DiskFile extends AutoCloseable {
    long sizeBytes();

    /**
     * Fills the buffer from a position on.
     *
     * @return the bytes read: less than asked for only at the end of the file, then perhaps 0
     */
    int read(long position, ByteBuffer target);

    /** Writes all of the buffer; beyond the end the file grows, a gap reads as zeros. */
    void write(long position, ByteBuffer source);

    /** Makes all written bytes and the size durable. */
    void sync();

    void truncate(long sizeBytes);

    @Override
    void close();
}
