package io.clew.engine.kv;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The items of a range of keys, in parallel arrays: an object for each item and for each byte
 * string would cost as much again as the arrays that hold the bytes.
 */
final class Leaf extends Node {
    private byte[][] keys;
    private byte[][] values;
    private long[] revisions;

    Leaf(long generation) {
        super(generation, 0);
        keys = new byte[room(0)][];
        values = new byte[room(0)][];
        revisions = new long[room(0)];
    }

    private Leaf(long generation, Leaf source, int from, int to) {
        super(generation, to - from);
        keys = Arrays.copyOfRange(source.keys, from, from + room(count));
        values = Arrays.copyOfRange(source.values, from, from + room(count));
        revisions = Arrays.copyOfRange(source.revisions, from, from + room(count));
        Arrays.fill(keys, count, keys.length, null);
        Arrays.fill(values, count, values.length, null);
    }

    KvView.Item item(int i) {
        return new KvView.Item(Bytes.of(keys[i]), Bytes.of(values[i]), revisions[i]);
    }

    KvView.@Nullable Item get(byte[] key) {
        int i = search(keys, count, key);
        return i < 0 ? null : item(i);
    }

    @Override
    Leaf writable(long generation) {
        return this.generation == generation ? this : new Leaf(generation, this, 0, count);
    }

    @Override
    KvView.@Nullable Item put(byte[] key, byte[] value, long revision) {
        int i = search(keys, count, key);
        if (i >= 0) {
            KvView.Item old = item(i);
            values[i] = value;
            revisions[i] = revision;
            return old;
        }
        insert(-i - 1, key, value, revision);
        return null;
    }

    private void insert(int i, byte[] key, byte[] value, long revision) {
        if (count == keys.length) {
            resize(room(count));
        }
        System.arraycopy(keys, i, keys, i + 1, count - i);
        System.arraycopy(values, i, values, i + 1, count - i);
        System.arraycopy(revisions, i, revisions, i + 1, count - i);
        keys[i] = key;
        values[i] = value;
        revisions[i] = revision;
        count++;
    }

    @Override
    void remove(byte[] key) {
        int i = search(keys, count, key);
        Invariant.check(i >= 0, "a key that is removed is there", i, count);
        System.arraycopy(keys, i + 1, keys, i, count - i - 1);
        System.arraycopy(values, i + 1, values, i, count - i - 1);
        System.arraycopy(revisions, i + 1, revisions, i, count - i - 1);
        shrink(count - 1);
    }

    @Override
    Leaf split() {
        int middle = count / 2;
        var right = new Leaf(generation, this, middle, count);
        shrink(middle);
        return right;
    }

    @Override
    void absorb(Node neighbour) {
        var right = (Leaf) neighbour;
        int together = count + right.count;
        // More than one node holds, if they are about to be shared evenly.
        resize(Math.max(room(together), together));
        System.arraycopy(right.keys, 0, keys, count, right.count);
        System.arraycopy(right.values, 0, values, count, right.count);
        System.arraycopy(right.revisions, 0, revisions, count, right.count);
        count = together;
    }

    private void shrink(int count) {
        Arrays.fill(keys, count, this.count, null);
        Arrays.fill(values, count, this.count, null);
        this.count = count;
        if (keys.length > room(room(count))) {
            resize(room(count));
        }
    }

    private void resize(int room) {
        keys = Arrays.copyOf(keys, room);
        values = Arrays.copyOf(values, room);
        revisions = Arrays.copyOf(revisions, room);
    }

    @Override
    byte[] firstKey() {
        return keys[0];
    }

    @Override
    Shape check(boolean root, byte @Nullable [] low, byte @Nullable [] high) {
        Invariant.check(count <= MAX && (root || count >= MIN), "leaf is filled", count, MIN);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            byte[] key = keys[i];
            boolean ascends =
                    i > 0
                            ? Arrays.compareUnsigned(keys[i - 1], key) < 0
                            : low == null || Arrays.compareUnsigned(low, key) <= 0;
            Invariant.check(ascends, "keys ascend", i, count);
            Invariant.check(
                    high == null || Arrays.compareUnsigned(key, high) < 0,
                    "keys are below the next separator",
                    i,
                    count);
            bytes += key.length + values[i].length;
        }
        return new Shape(1, count, bytes, generation);
    }
}
