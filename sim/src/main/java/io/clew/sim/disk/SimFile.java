package io.clew.sim.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A file apart from its name: what programs see of it, and what would be left after a crash.
 *
 * <p>Invariant: a sector that is not dirty is the same in both, unless a failed sync gave it up.
 */
final class SimFile {
    private Sectors cache;
    private Sectors durable;
    private final BitSet dirty;

    /** Sectors that a failed sync gave up, and that will be seen as they are on the medium. */
    private final BitSet lost;

    /** Whether a failed sync gave up others, which go on looking as they were written. */
    private boolean seemsSaved;

    SimFile() {
        this(new Sectors(), new Sectors(), new BitSet(), new BitSet());
    }

    private SimFile(Sectors cache, Sectors durable, BitSet dirty, BitSet lost) {
        this.cache = cache;
        this.durable = durable;
        this.dirty = dirty;
        this.lost = lost;
    }

    SimFile copy() {
        var copy =
                new SimFile(
                        cache.copy(),
                        durable.copy(),
                        (BitSet) dirty.clone(),
                        (BitSet) lost.clone());
        copy.seemsSaved = seemsSaved;
        return copy;
    }

    long sizeBytes() {
        return cache.sizeBytes();
    }

    boolean synced() {
        return dirty.isEmpty()
                && lost.isEmpty()
                && !seemsSaved
                && durable.sizeBytes() == cache.sizeBytes();
    }

    int read(long position, ByteBuffer target) {
        return cache.read(position, target);
    }

    /** The sectors that a write would add to those that take up space. */
    int newSectors(long position, int length) {
        int added = 0;
        int last = (int) ((position + length - 1) / Sectors.BYTES);
        for (int index = (int) (position / Sectors.BYTES); index <= last; index++) {
            added += index >= cache.count() && length > 0 ? 1 : 0;
        }
        return added;
    }

    void write(long position, ByteBuffer source) {
        long at = position;
        while (source.hasRemaining()) {
            int index = (int) (at / Sectors.BYTES);
            int within = (int) (at % Sectors.BYTES);
            int part = Math.min(Sectors.BYTES - within, source.remaining());
            cache.set(index, cache.changed(index, within, source, part));
            dirty.set(index);
            at += part;
        }
        cache.resize(Math.max(cache.sizeBytes(), at));
    }

    void truncate(long sizeBytes) {
        int kept = (int) ((sizeBytes + Sectors.BYTES - 1) / Sectors.BYTES);
        for (int index = kept; index < cache.count(); index++) {
            cache.set(index, Sectors.ZEROS);
            dirty.set(index);
        }
        int within = (int) (sizeBytes % Sectors.BYTES);
        if (within != 0 && sizeBytes < cache.sizeBytes()) {
            cache.set(kept - 1, Sectors.torn(cache.sector(kept - 1), Sectors.ZEROS, within));
            dirty.set(kept - 1);
        }
        cache.resize(Math.min(cache.sizeBytes(), sizeBytes));
    }

    void sync() {
        for (int index = dirty.nextSetBit(0); index >= 0; index = dirty.nextSetBit(index + 1)) {
            durable.set(index, cache.sector(index));
        }
        durable.resize(cache.sizeBytes());
        dirty.clear();
    }

    /**
     * What a failed sync does on a real system: the pages count as clean from now on, still look as
     * they were written, and have not reached the medium.
     *
     * @param stays whether the next process sees them so as well, until the power fails
     */
    void failSync(boolean stays) {
        if (stays) {
            seemsSaved |= !dirty.isEmpty();
        } else {
            lost.or(dirty);
        }
        dirty.clear();
    }

    /** The power fails. */
    void dropUnsynced() {
        seemsSaved = false;
        cache = durable.copy();
        dirty.clear();
        lost.clear();
    }

    /**
     * The process ends and the system goes on: what was not synced is still so. What a failed sync
     * gave up is at last seen as it is on the medium.
     */
    void keepUnsynced() {
        lost.andNot(dirty);
        for (int index = lost.nextSetBit(0); index >= 0; index = lost.nextSetBit(index + 1)) {
            cache.set(index, index < cache.count() ? durable.sector(index) : Sectors.ZEROS);
        }
        lost.clear();
    }

    /**
     * Each unsynced sector is lost, kept, torn in the middle, or garbage, one apart from another.
     */
    void keepSome(RandomGenerator random, boolean garbage) {
        long size = random.nextBoolean() ? cache.sizeBytes() : durable.sizeBytes();
        for (int index = dirty.nextSetBit(0); index >= 0; index = dirty.nextSetBit(index + 1)) {
            durable.set(index, survivor(index, random, garbage));
        }
        durable.resize(size);
        trimDurable();
        dropUnsynced();
    }

    /** The sectors that hold something and are the same in the cache and on the medium. */
    List<Integer> settled() {
        var settled = new ArrayList<Integer>();
        for (int index = 0; index < Math.min(cache.count(), durable.count()); index++) {
            if (!dirty.get(index) && Arrays.equals(cache.sector(index), durable.sector(index))) {
                settled.add(index);
            }
        }
        return settled;
    }

    byte[] sector(int index) {
        return durable.sector(index);
    }

    /** The medium changes by itself, or is written by mistake. */
    void overwrite(int index, byte[] content) {
        cache.set(index, content);
        durable.set(index, content);
    }

    void flip(long offset, int bit) {
        int index = (int) (offset / Sectors.BYTES);
        flip(cache, index, offset, bit);
        flip(durable, index, offset, bit);
    }

    private byte[] survivor(int index, RandomGenerator random, boolean garbage) {
        byte[] before = durable.sector(index);
        byte[] after = cache.sector(index);
        int fate = random.nextInt(garbage ? 10 : 9);
        if (fate < 4) {
            return before;
        }
        if (fate < 8) {
            return after;
        }
        if (fate == 8) {
            return Sectors.torn(after, before, random.nextInt(Sectors.BYTES));
        }
        byte[] noise = new byte[Sectors.BYTES];
        random.nextBytes(noise);
        return noise;
    }

    /** Bytes beyond the end read as zeros should the file grow again. */
    private void trimDurable() {
        int count = durable.count();
        int within = (int) (durable.sizeBytes() % Sectors.BYTES);
        if (within != 0) {
            durable.set(count - 1, Sectors.torn(durable.sector(count - 1), Sectors.ZEROS, within));
        }
        int beyond = dirty.length();
        for (int index = count; index < beyond; index++) {
            durable.set(index, Sectors.ZEROS);
        }
    }

    private static void flip(Sectors content, int index, long offset, int bit) {
        byte[] changed = content.sector(index).clone();
        changed[(int) (offset % Sectors.BYTES)] ^= (byte) (1 << bit);
        content.set(index, changed);
    }
}
