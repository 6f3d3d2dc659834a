package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.KvView;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** In what a node's state differs from a plain map of the same entries, in words. */
final class Difference {
    private static final int CHARS_MAX = 24;

    private record Item(Bytes value, long revision) {
        String text() {
            return shortened(value) + " of entry " + revision;
        }
    }

    private Difference() {}

    /** The first key that is not the same. */
    static String of(CommittedLog committed, long applied, Iterable<KvView.Item> found) {
        if (applied > committed.lastIndex()) {
            return "of which only " + committed.lastIndex() + " are known to be committed";
        }
        Map<Bytes, Item> plain = plainMap(committed, applied);
        var node = new TreeMap<Bytes, Item>();
        found.forEach(item -> node.put(item.key(), new Item(item.value(), item.revision())));
        var keys = new TreeSet<>(plain.keySet());
        keys.addAll(node.keySet());
        for (Bytes key : keys) {
            Item has = node.get(key);
            Item should = plain.get(key);
            if (has == null || !has.equals(should)) {
                return shortened(key) + " is " + text(has) + ", and must be " + text(should);
            }
        }
        return "in nothing but how it is counted";
    }

    private static Map<Bytes, Item> plainMap(CommittedLog committed, long applied) {
        var map = new TreeMap<Bytes, Item>();
        for (long index = 1; index <= applied; index++) {
            switch (committed.effect(index)) {
                case null -> {}
                case Command.Put(Bytes key, Bytes value) -> map.put(key, new Item(value, index));
                case Command.Delete(Bytes key) -> map.remove(key);
                case Command.Clear() -> map.clear();
            }
        }
        return map;
    }

    private static String text(@Nullable Item item) {
        return item == null ? "not there" : item.text();
    }

    /** Without what pads the values of simulated clients. */
    private static String shortened(Bytes bytes) {
        String text = bytes.utf8().replaceFirst("x+$", "");
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "…";
    }
}
