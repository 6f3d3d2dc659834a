package io.clew.engine.kv;

import io.clew.engine.Invariant;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Leads to the child that holds a key: all keys below child i+1 are at least separator i. */
final class Branch extends Node {
    private byte[][] separators;
    private Node[] children;

    /** A root above two halves of the former one. */
    Branch(long generation, Node left, Node right) {
        super(generation, 2);
        separators = new byte[room(2)][];
        children = new Node[room(2)];
        separators[0] = right.firstKey();
        children[0] = left;
        children[1] = right;
    }

    private Branch(long generation, Branch source, int from, int to) {
        super(generation, to - from);
        separators = Arrays.copyOfRange(source.separators, from, from + room(count));
        children = Arrays.copyOfRange(source.children, from, from + room(count));
        Arrays.fill(separators, count - 1, separators.length, null);
        Arrays.fill(children, count, children.length, null);
    }

    Node child(int i) {
        return children[i];
    }

    Node childFor(byte[] key) {
        return children[position(key)];
    }

    private int position(byte[] key) {
        int i = search(separators, count - 1, key);
        return i < 0 ? -i - 1 : i + 1;
    }

    @Override
    Branch writable(long generation) {
        return this.generation == generation ? this : new Branch(generation, this, 0, count);
    }

    private Node writableChild(int i) {
        var child = children[i].writable(generation);
        children[i] = child;
        return child;
    }

    /** Splits a full child on the way down, so that none has to hand a half back up. */
    @Override
    KvView.@Nullable Item put(byte[] key, byte[] value, long revision) {
        int i = position(key);
        var child = writableChild(i);
        if (child.count == MAX) {
            var right = child.split();
            insert(i + 1, right);
            if (Arrays.compareUnsigned(key, separators[i]) >= 0) {
                child = right;
            }
        }
        return child.put(key, value, revision);
    }

    @Override
    void remove(byte[] key) {
        int i = position(key);
        var child = writableChild(i);
        child.remove(key);
        if (child.count < MIN) {
            refill(Math.min(i, count - 2));
        }
    }

    /** Makes one node of two neighbours or, where they are too many, shares evenly. */
    private void refill(int i) {
        var left = writableChild(i);
        var right = children[i + 1];
        boolean merge = left.count + right.count <= MERGED_MAX;
        left.absorb(right);
        dropChild(i + 1);
        if (!merge) {
            insert(i + 1, left.split());
        }
    }

    private void insert(int i, Node child) {
        if (count == children.length) {
            resize(room(count));
        }
        System.arraycopy(separators, i - 1, separators, i, count - i);
        System.arraycopy(children, i, children, i + 1, count - i);
        separators[i - 1] = child.firstKey();
        children[i] = child;
        count++;
    }

    private void dropChild(int i) {
        System.arraycopy(separators, i, separators, i - 1, count - 1 - i);
        System.arraycopy(children, i + 1, children, i, count - 1 - i);
        shrink(count - 1);
    }

    @Override
    Branch split() {
        int middle = count / 2;
        var right = new Branch(generation, this, middle, count);
        shrink(middle);
        return right;
    }

    @Override
    void absorb(Node neighbour) {
        var right = (Branch) neighbour;
        int together = count + right.count;
        // More than one node holds, if they are about to be shared evenly.
        resize(Math.max(room(together), together));
        separators[count - 1] = right.firstKey();
        System.arraycopy(right.separators, 0, separators, count, right.count - 1);
        System.arraycopy(right.children, 0, children, count, right.count);
        count = together;
    }

    private void shrink(int count) {
        Arrays.fill(separators, count - 1, this.count - 1, null);
        Arrays.fill(children, count, this.count, null);
        this.count = count;
        if (children.length > room(room(count))) {
            resize(room(count));
        }
    }

    private void resize(int room) {
        separators = Arrays.copyOf(separators, room);
        children = Arrays.copyOf(children, room);
    }

    @Override
    byte[] firstKey() {
        return children[0].firstKey();
    }

    @Override
    Shape check(boolean root, byte @Nullable [] low, byte @Nullable [] high) {
        Invariant.check(count <= MAX && count >= (root ? 2 : MIN), "branch is filled", count, MIN);
        int depth = 0;
        int items = 0;
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            var shape =
                    children[i].check(
                            false,
                            i == 0 ? low : separators[i - 1],
                            i == count - 1 ? high : separators[i]);
            Invariant.check(i == 0 || shape.depth() == depth, "depths agree", depth, i);
            Invariant.check(shape.newest() <= generation, "children are not newer", generation, i);
            depth = shape.depth();
            items += shape.items();
            bytes += shape.bytes();
        }
        return new Shape(depth + 1, items, bytes, generation);
    }
}
