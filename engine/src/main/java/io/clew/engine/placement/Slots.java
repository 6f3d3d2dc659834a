package io.clew.engine.placement;

import io.clew.engine.bytes.Bytes;

/**
 * Where a key belongs: to one of 16,384 slots for ever, and with it to the shard whose range of
 * slots that is.
 *
 * <p>The slot is the CRC-16/XMODEM of the key's bytes (polynomial 0x1021, initially 0, most
 * significant bit first, nothing inverted) modulo 16,384. Slot {@code s} belongs to shard {@code s
 * * shards / 16,384}, rounded down. Clients may compute both; neither ever changes.
 */
public final class Slots {
    public static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;
    private static final char[] CRC_OF_BYTE = crcOfBytes();

    private Slots() {}

    /** The slot of a key. */
    public static int of(Bytes key) {
        return crc(key) % COUNT;
    }

    /** The shard that a slot belongs to. */
    public static int shard(int slot, int shards) {
        return slot * shards / COUNT;
    }

    /** The shard that a key belongs to. */
    public static int shardOf(Bytes key, int shards) {
        return shards == 1 ? 0 : shard(of(key), shards);
    }

    static int crc(Bytes key) {
        int crc = 0;
        for (byte b : key.array()) {
            crc = ((crc << 8) & 0xffff) ^ CRC_OF_BYTE[(crc >>> 8) ^ (b & 0xff)];
        }
        return crc;
    }

    private static char[] crcOfBytes() {
        var table = new char[256];
        for (int value = 0; value < table.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            table[value] = (char) crc;
        }
        return table;
    }
}
