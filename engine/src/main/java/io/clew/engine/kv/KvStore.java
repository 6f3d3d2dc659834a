package io.clew.engine.kv;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

/**
 * An ordered map of keys to values with revisions that can show an immutable view of itself at any
 * time, at once and for free: a copy-on-write B+tree.
 *
 * <p>While no view has been taken since, changes happen in place. After one, each change first
 * copies those nodes on its path that the view may still show, a path once at most. A view costs
 * only what was changed since it was taken, for as long as it is held.
 *
 * <p>Not thread-safe; its views are.
 */
public final class KvStore {
    private Node root;
    private long generation;
    private int size;
    private long sizeBytes;
    private long hash;

    public KvStore() {
        root = new Leaf(0);
    }

    private KvStore(KvView view) {
        root = view.root;
        // Nodes below a view are of its generation or older: none of them is this store's own.
        generation = view.generation + 1;
        size = view.size();
        sizeBytes = view.sizeBytes();
        hash = view.hash();
    }

    /** A store that starts with the content of a view, shared until it changes. */
    public static KvStore of(KvView view) {
        return new KvStore(view);
    }

    public KvView.@Nullable Item get(Bytes key) {
        return KvView.get(root, key);
    }

    public void put(Bytes key, Bytes value, long revision) {
        root = root.writable(generation);
        if (root.count == Node.MAX) {
            var right = root.split();
            root = new Branch(generation, root, right);
        }
        KvView.Item old = root.put(key.array(), value.array(), revision);
        if (old == null) {
            size++;
            sizeBytes += key.size() + value.size();
        } else {
            sizeBytes += value.size() - old.value().size();
            hash -= ItemHash.of(old);
        }
        hash += ItemHash.of(key, value, revision);
    }

    /** Whether the key was there. */
    public boolean delete(Bytes key) {
        // Looks first: what is not there must not cost a copy of the path to it.
        var item = get(key);
        if (item == null) {
            return false;
        }
        root = root.writable(generation);
        root.remove(key.array());
        if (root instanceof Branch branch && branch.count == 1) {
            root = branch.child(0);
        }
        size--;
        sizeBytes -= key.size() + item.value().size();
        hash -= ItemHash.of(item);
        return true;
    }

    public void clear() {
        root = new Leaf(generation);
        size = 0;
        sizeBytes = 0;
        hash = 0;
    }

    public int size() {
        return size;
    }

    /** The bytes of all keys and values together. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** A number that two maps share if they hold the same, and next to never if they do not. */
    public long hash() {
        return hash;
    }

    /** What the map holds now, and will hold in the view for ever. */
    public KvView view() {
        var view = new KvView(root, generation, size, sizeBytes, hash);
        generation++;
        return view;
    }

    /** Verifies the whole structure; returns the depth of the tree. */
    int check() {
        var shape = root.check(true, null, null);
        Invariant.check(shape.items() == size, "items are counted", shape.items(), size);
        Invariant.check(shape.bytes() == sizeBytes, "bytes are counted", shape.bytes(), sizeBytes);
        long sum = 0;
        for (KvView.Item item : new KvView(root, generation, size, sizeBytes, hash)) {
            sum += ItemHash.of(item);
        }
        Invariant.check(sum == hash, "items are hashed", sum, hash);
        Invariant.check(shape.newest() <= generation, "nodes are mine or older", generation, size);
        return shape.depth();
    }
}
