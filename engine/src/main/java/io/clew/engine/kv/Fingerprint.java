package io.clew.engine.kv;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;

/**
 * Tells a write from others that a client sends under the same key by mistake. Nobody gains by a
 * collision but against himself, so a cryptographic hash would be wasted.
 */
final class Fingerprint {
    private Fingerprint() {}

    static long of(Command.Write write) {
        return switch (write) {
            case Command.Put(Bytes key, Bytes value) -> ItemHash.of(key, value, 1);
            case Command.Delete(Bytes key) -> ItemHash.of(key, Bytes.EMPTY, 2);
            case Command.Clear() -> ItemHash.of(Bytes.EMPTY, Bytes.EMPTY, 3);
        };
    }
}
