package io.clew.engine.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** The store against the JDK's sorted map, with views taken at any time. */
class KvStoreProps {
    private static final int STEPS = 4000;

    @Property(tries = 300)
    void theStoreIsASortedMapAndItsViewsNeverChange(@ForAll("mixes") Mix mix, @ForAll long seed) {
        var random = new Random(seed);
        var pair = new Pair();
        for (int revision = 1; revision <= STEPS; revision++) {
            step(pair, mix, random, revision);
            if (revision % 500 == 0) {
                pair.store.check();
            }
        }
        pair.see();
        pair.seen.forEach(Seen::verify);
    }

    @Property(tries = 100)
    void aStoreThatIsEmptiedKeyByKeyShrinksToALeaf(@ForAll long seed) {
        var random = new Random(seed);
        var pair = new Pair();
        for (int i = 0; i < 3000; i++) {
            pair.put(key(random.nextInt(100_000)), i);
        }
        int depth = pair.store.check();
        assertTrue(depth > 1);
        while (!pair.model.isEmpty()) {
            var from = pair.model.ceilingKey(key(random.nextInt(100_000)));
            pair.delete(from == null ? pair.model.firstKey() : from);
            if (pair.model.size() % 100 == 0) {
                int now = pair.store.check();
                assertTrue(now <= depth);
                depth = now;
            }
        }
        assertEquals(1, depth);
        assertEquals(0, pair.store.size());
        assertEquals(0, pair.store.sizeBytes());
    }

    /** How a run mixes its operations, in parts of a thousand; what is left are puts. */
    record Mix(int keys, int delete, int view, int fork, int clear) {}

    @Provide
    Arbitrary<Mix> mixes() {
        return Arbitraries.of(
                new Mix(50, 400, 20, 5, 2),
                new Mix(500, 450, 10, 2, 0),
                new Mix(3000, 300, 5, 1, 0),
                new Mix(3000, 600, 5, 1, 0),
                new Mix(100_000, 100, 2, 1, 1),
                new Mix(2000, 500, 300, 50, 0));
    }

    private static void step(Pair pair, Mix mix, Random random, int revision) {
        var key = key(random.nextInt(mix.keys()));
        int dice = random.nextInt(1000);
        // Deletions come in waves, so that trees shrink as well as they grow.
        int delete = revision / 1000 % 2 == 0 ? mix.delete() / 2 : mix.delete() + 100;
        int view = delete + mix.view();
        int fork = view + mix.fork();
        if (dice < delete) {
            pair.delete(key);
        } else if (dice < view) {
            pair.see();
        } else if (dice < fork) {
            pair.fork(random, mix.keys());
        } else if (dice < fork + mix.clear()) {
            pair.clear();
        } else {
            pair.put(key, revision);
        }
    }

    /** Keys whose order is that of unsigned bytes only; 0 is the empty one. */
    private static Bytes key(int i) {
        int mixed = i * 0x9e3779b1;
        return i == 0
                ? Bytes.EMPTY
                : Bytes.of(
                        new byte[] {
                            (byte) (mixed >> 24), (byte) (i >> 16), (byte) (i >> 8), (byte) i
                        });
    }

    /** A view and what it must hold for ever. */
    private record Seen(KvView view, SortedMap<Bytes, KvView.Item> model, long bytes) {
        void verify() {
            var items = new ArrayList<KvView.Item>();
            view.forEach(items::add);
            assertEquals(List.copyOf(model.values()), items);
            assertEquals(model.size(), view.size());
            assertEquals(bytes, view.sizeBytes());
            for (var item : model.values()) {
                assertEquals(item, view.get(item.key()));
            }
            assertNull(view.get(Bytes.utf8("nobody's")));
        }
    }

    /** A store and its model, changed together. */
    private static final class Pair {
        final TreeMap<Bytes, KvView.Item> model = new TreeMap<>();
        final List<Seen> seen = new ArrayList<>();
        KvStore store = new KvStore();
        long bytes;

        void put(Bytes key, int revision) {
            var value = Bytes.utf8("v".repeat(revision % 7) + revision);
            store.put(key, value, revision);
            var old = model.put(key, new KvView.Item(key, value, revision));
            bytes += value.size() + (old == null ? key.size() : -old.value().size());
            assertEquals(model.get(key), store.get(key));
            assertEquals(model.size(), store.size());
        }

        void delete(Bytes key) {
            var old = model.remove(key);
            assertEquals(old != null, store.delete(key));
            assertNull(store.get(key));
            bytes -= old == null ? 0 : key.size() + old.value().size();
            assertEquals(bytes, store.sizeBytes());
        }

        void clear() {
            store.clear();
            model.clear();
            bytes = 0;
        }

        void see() {
            seen.add(new Seen(store.view(), new TreeMap<>(model), bytes));
            if (seen.size() > 40) {
                seen.removeFirst();
            }
        }

        /** From here on two stores stand on one tree; the old one goes its own way. */
        void fork(Random random, int keys) {
            see();
            var old = store;
            store = KvStore.of(seen.getLast().view());
            for (int i = 0; i < 50; i++) {
                old.put(key(random.nextInt(keys)), Bytes.utf8("other"), 1);
                old.delete(key(random.nextInt(keys)));
            }
            old.check();
        }
    }
}
