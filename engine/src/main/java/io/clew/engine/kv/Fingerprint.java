package io.clew.engine.kv;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Tells a write from others that a client sends under the same key by mistake: two checksums, which
 * processors compute as fast as they read, even of a large value. Nobody gains by a collision but
 * against himself, so a cryptographic one would be wasted.
 */
final class Fingerprint {
    private Fingerprint() {}

    static long of(Command.Write write) {
        return checksum(new CRC32C(), write) << 32 | checksum(new CRC32(), write);
    }

    private static long checksum(Checksum sum, Command.Write write) {
        switch (write) {
            case Command.Put(Bytes key, Bytes value) -> {
                var head = new ByteWriter().u8(1).bytes(key);
                sum.update(head.buffer(), 0, head.size());
                sum.update(value.array(), 0, value.size());
            }
            case Command.Delete(Bytes key) -> {
                sum.update(2);
                sum.update(key.array(), 0, key.size());
            }
            case Command.Clear() -> sum.update(3);
        }
        return sum.getValue();
    }
}
