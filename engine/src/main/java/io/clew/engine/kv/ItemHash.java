package io.clew.engine.kv;

import io.clew.engine.bytes.Bytes;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Hashes an item so that the sum over all items is a hash of the map: it is kept up to date by one
 * subtraction and one addition a change, in whatever order items come and go.
 *
 * <p>Two checksums of different polynomials, which processors compute at memory speed, are the 64
 * bits that tell contents apart; mixing them with the revision keeps sums of related items from
 * cancelling out. It guards against accidents: whoever may write can construct two values with the
 * same hash, and gains nothing by it.
 */
final class ItemHash {
    private static final long KEY_LENGTH_FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private ItemHash() {}

    static long of(KvView.Item item) {
        return of(item.key(), item.value(), item.revision());
    }

    /**
     * @param number whatever else tells this item from others: its revision
     */
    static long of(Bytes key, Bytes value, long number) {
        var one = new CRC32();
        one.update(key.array());
        one.update(value.array());
        var other = new CRC32C();
        other.update(key.array());
        other.update(value.array());
        long content = one.getValue() << 32 | other.getValue();
        // The length of the key, or a byte could move from the key to the value.
        return mix(mix(content + key.size() * KEY_LENGTH_FACTOR) ^ number);
    }

    /** Every bit of the number decides about every bit of the result. */
    static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
