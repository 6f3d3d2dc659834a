package io.clew.engine.kv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/** How much heap the map takes beside the bytes of keys and values; it was 57 to 79 a key. */
class KvStoreMemoryTest {
    private static final int KEYS = 200_000;
    private static final int OVERHEAD_MAX = 100;

    private KvStore store = new KvStore();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyCostsFewBytesBesideItsData(boolean ascending) {
        var random = new Random(1);
        for (int i = 0; i < KEYS; i++) {
            put(ascending ? i : random.nextInt());
        }
        check();
    }

    @Test
    void keysThatWereDeletedCostNothing() {
        for (int i = 0; i < 2 * KEYS; i++) {
            put(i);
        }
        for (int i = 0; i < 2 * KEYS; i += 2) {
            store.delete(key(i));
        }
        check();
    }

    /** Measures what becomes free without the store: what else is on the heap stays the same. */
    private void check() {
        int size = store.size();
        long data = store.sizeBytes();
        long with = used();
        store = new KvStore();
        double overhead = (with - used() - data) / (double) size;
        System.out.printf("%.1f bytes a key%n", overhead);
        assertTrue(size > KEYS * 9 / 10);
        assertTrue(overhead > 0 && overhead <= OVERHEAD_MAX, () -> overhead + " bytes a key");
    }

    private void put(int i) {
        store.put(key(i), Bytes.utf8("value-" + i), i);
    }

    private static Bytes key(int i) {
        return Bytes.utf8("key-" + i);
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        // The serial collector moves everything together only each fourth time.
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
