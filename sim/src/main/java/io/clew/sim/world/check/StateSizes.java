package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How much memory the state of one group is counted as, by what the committed log makes of it. */
final class StateSizes {
    /** What a key is counted as beside its own bytes and those of its value. */
    private static final int KEY_BYTES = 100;

    private final CommittedLog committed;
    private final TreeMap<Bytes, Integer> values = new TreeMap<>();

    /** Of keys and values after each index, beginning with 0. */
    private final List<Long> sizes = new ArrayList<>(List.of(0L));

    private long size;

    StateSizes(CommittedLog committed) {
        this.committed = committed;
    }

    /** The size after the entry at an index. */
    long at(long index) {
        while (sizes.size() <= index) {
            apply(committed.effect(sizes.size()));
            sizes.add(size);
        }
        return sizes.get((int) index) + committed.keyBytes(index);
    }

    private void apply(Command.@Nullable Write write) {
        switch (write) {
            case null -> {}
            case Command.Put(Bytes key, Bytes value) -> {
                remove(key);
                values.put(key, value.size());
                size += KEY_BYTES + key.size() + value.size();
            }
            case Command.Delete(Bytes key) -> remove(key);
            case Command.Clear() -> {
                values.clear();
                size = 0;
            }
        }
    }

    private void remove(Bytes key) {
        Integer value = values.remove(key);
        if (value != null) {
            size -= KEY_BYTES + key.size() + value;
        }
    }
}
