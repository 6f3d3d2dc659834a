package io.clew.sim.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The content of a file: sectors that never change once they are in place, so that any number of
 * contents may share them. Where nothing was written there is one sector of zeros for all.
 */
final class Sectors {
    static final int BYTES = 512;

    static final byte[] ZEROS = new byte[BYTES];

    private byte[][] sectors = {};
    private boolean shared;
    private long sizeBytes;

    long sizeBytes() {
        return sizeBytes;
    }

    /** The index behind the last sector that may have content. */
    int count() {
        return (int) ((sizeBytes + BYTES - 1) / BYTES);
    }

    /** A copy that costs nothing until one of the two is changed. */
    Sectors copy() {
        var copy = new Sectors();
        copy.sectors = sectors;
        copy.sizeBytes = sizeBytes;
        shared = true;
        copy.shared = true;
        return copy;
    }

    /** To be read only. */
    byte[] sector(int index) {
        return index < sectors.length ? sectors[index] : ZEROS;
    }

    /** Puts a sector in place; the array belongs to it from now on. */
    void set(int index, byte[] content) {
        if (index >= sectors.length) {
            int before = sectors.length;
            sectors = Arrays.copyOf(sectors, Math.max(index + 1, Math.max(8, before * 2)));
            Arrays.fill(sectors, before, sectors.length, ZEROS);
            shared = false;
        } else if (shared) {
            sectors = sectors.clone();
            shared = false;
        }
        sectors[index] = content;
    }

    /** Changes the size alone; bytes beyond it must be zero by the time it grows. */
    void resize(long bytes) {
        sizeBytes = bytes;
    }

    int read(long position, ByteBuffer target) {
        int length = (int) Math.max(0, Math.min(target.remaining(), sizeBytes - position));
        for (int done = 0; done < length; ) {
            int index = (int) ((position + done) / BYTES);
            int within = (int) ((position + done) % BYTES);
            int part = Math.min(BYTES - within, length - done);
            target.put(sector(index), within, part);
            done += part;
        }
        return length;
    }

    /** The sector after part of it has been overwritten. */
    byte[] changed(int index, int within, ByteBuffer source, int length) {
        byte[] content = sector(index).clone();
        source.get(content, within, length);
        return content;
    }

    /** The first bytes of one sector, the rest of another. */
    static byte[] torn(byte[] first, byte[] rest, int at) {
        byte[] content = rest.clone();
        System.arraycopy(first, 0, content, 0, at);
        return content;
    }
}
