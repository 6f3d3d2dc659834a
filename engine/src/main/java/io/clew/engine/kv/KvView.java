package io.clew.engine.kv;

import io.clew.engine.bytes.Bytes;

import java.util.Iterator;

/** A state of the map that never changes; safe to read from any thread. */
public interface KvView extends Iterable<KvView.Item> {
    int size();

    /** In the order of the keys. */
    @Override
    Iterator<Item> iterator();

    /** One key with its value and the revision that wrote it. */
    record Item(Bytes key, Bytes value, long revision) {}
}
