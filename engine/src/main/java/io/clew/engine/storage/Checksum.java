package io.clew.engine.storage;

import io.clew.engine.bytes.ByteWriter;

import java.util.zip.CRC32C;

/** CRC32C that starts from two numbers, so that the same bytes elsewhere do not match. */
final class Checksum {
    private Checksum() {}

    static int of(long seed, long place, byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(new ByteWriter(16).u64(seed).u64(place).buffer(), 0, 16);
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
