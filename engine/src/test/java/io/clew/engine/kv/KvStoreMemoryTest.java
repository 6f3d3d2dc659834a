package io.clew.engine.kv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/** How much heap the map takes beside the bytes of keys and values; it was 56 to 74 a key. */
class KvStoreMemoryTest {
    private static final int KEYS = 200_000;
    private static final int OVERHEAD_MAX = 100;

    private KvStore store = new KvStore();

    @AfterEach
    void freeTheMemory() {
        // The runner may keep this object, and the next test measures the heap.
        store = new KvStore();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyCostsFewBytesBesideItsData(boolean ascending) {
        long before = used();
        var random = new Random(1);
        for (int i = 0; i < KEYS; i++) {
            put(ascending ? i : random.nextInt());
        }
        check(before);
    }

    @Test
    void keysThatWereDeletedCostNothing() {
        long before = used();
        for (int i = 0; i < 2 * KEYS; i++) {
            put(i);
        }
        for (int i = 0; i < 2 * KEYS; i += 2) {
            store.delete(key(i));
        }
        check(before);
    }

    private void check(long before) {
        double overhead = (used() - before - store.sizeBytes()) / (double) store.size();
        System.out.printf("%.1f bytes a key%n", overhead);
        assertTrue(overhead > 0 && overhead <= OVERHEAD_MAX, () -> overhead + " bytes a key");
        assertTrue(store.size() > KEYS * 9 / 10);
    }

    private void put(int i) {
        store.put(key(i), Bytes.utf8("value-" + i), i);
    }

    private static Bytes key(int i) {
        return Bytes.utf8("key-" + i);
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        System.gc();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
