package io.clew.engine.wire;

import io.clew.engine.Invariant;
import io.clew.engine.api.Command;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;

/**
 * The payload of a command's entry.
 *
 * <pre>
 *   command : version 4 bits, kind 4 bits, then
 *   put     : key length u16, key, value to the end
 *   delete  : key to the end
 *   clear   : nothing
 * </pre>
 *
 * The version is in every command, because a log may hold entries of several releases.
 */
public final class CommandCodec {
    private static final int VERSION = 1;
    private static final int PUT = VERSION << 4 | 1;
    private static final int DELETE = VERSION << 4 | 2;
    private static final int CLEAR = VERSION << 4 | 3;
    private static final int KEY_SIZE_MAX = 0xffff;

    private CommandCodec() {}

    /** Writes into an array of the final size: a value may be large, and is copied once. */
    public static Bytes encode(Command command) {
        return switch (command) {
            case Command.Put(Bytes key, Bytes value) -> {
                int keySize = key.size();
                Invariant.check(keySize <= KEY_SIZE_MAX, "keys are short", keySize, KEY_SIZE_MAX);
                var array = new byte[Math.addExact(3 + keySize, value.size())];
                array[0] = PUT;
                array[1] = (byte) (keySize >>> 8);
                array[2] = (byte) keySize;
                System.arraycopy(key.array(), 0, array, 3, keySize);
                System.arraycopy(value.array(), 0, array, 3 + keySize, value.size());
                yield Bytes.of(array);
            }
            case Command.Delete(Bytes key) -> {
                var array = new byte[1 + key.size()];
                array[0] = DELETE;
                System.arraycopy(key.array(), 0, array, 1, key.size());
                yield Bytes.of(array);
            }
            case Command.Clear() -> Bytes.of(new byte[] {CLEAR});
        };
    }

    public static Command decode(Bytes payload) {
        var in = new ByteReader(payload);
        int head = in.u8();
        return switch (head) {
            case PUT -> new Command.Put(in.raw(in.u8() << 8 | in.u8()), in.raw(in.remaining()));
            case DELETE -> new Command.Delete(in.raw(in.remaining()));
            case CLEAR -> {
                in.finish();
                yield new Command.Clear();
            }
            default ->
                    throw new MalformedException(
                            "unknown command " + (head & 15) + " of version " + (head >> 4));
        };
    }
}
