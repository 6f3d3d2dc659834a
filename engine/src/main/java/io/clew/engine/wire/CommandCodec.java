package io.clew.engine.wire;

import io.clew.engine.Invariant;
import io.clew.engine.api.Command;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.placement.PlacementCodec;

/**
 * The payload of a command's entry.
 *
 * <pre>
 *   command : version 4 bits, kind 4 bits, then
 *   put     : key length u16, key, value to the end
 *   delete  : key to the end
 *   clear   : nothing
 *   keyed   : index in the token varint, unique length varint, unique, time in ms varint,
 *             limits (count varint, bytes varint, age in ms varint), put, delete or clear
 *   clear once : number varint
 *   place   : the change of the placement
 * </pre>
 *
 * The version is in every command, because a log may hold entries of several releases. Version 2
 * has the keyed ones, version 3 those of shards; what could be said before is said as before.
 */
public final class CommandCodec {
    private static final int PUT = 1 << 4 | 1;
    private static final int DELETE = 1 << 4 | 2;
    private static final int CLEAR = 1 << 4 | 3;
    private static final int KEYED = 2 << 4 | 1;
    private static final int CLEAR_SHARD = 3 << 4 | 1;
    private static final int PLACE = 3 << 4 | 2;
    private static final int KEY_SIZE_MAX = 0xffff;

    private CommandCodec() {}

    /** Writes into an array of the final size: a value may be large, and is copied once. */
    public static Bytes encode(Command command) {
        return switch (command) {
            case Command.Write write -> encode(write, new byte[0], 0);
            case Command.Keyed keyed -> {
                var head = new ByteWriter();
                head.u8(KEYED).varint(keyed.issued()).bytes(keyed.unique());
                head.varint(keyed.timeMillis()).varint(keyed.limits().countMax());
                head.varint(keyed.limits().bytesMax()).varint(keyed.limits().ageMaxMillis());
                yield encode(keyed.write(), head.buffer(), head.size());
            }
            case Command.ClearShard(long number) ->
                    new ByteWriter().u8(CLEAR_SHARD).varint(number).toBytes();
            case Command.Place(PlacementChange change) -> {
                var out = new ByteWriter().u8(PLACE);
                yield out.bytes(PlacementCodec.encode(change)).toBytes();
            }
        };
    }

    private static Bytes encode(Command.Write write, byte[] head, int headSize) {
        byte[] array =
                switch (write) {
                    case Command.Put(Bytes key, Bytes value) -> {
                        int keySize = key.size();
                        Invariant.check(
                                keySize <= KEY_SIZE_MAX, "keys are short", keySize, KEY_SIZE_MAX);
                        int valueAt = headSize + 3 + keySize;
                        var put = new byte[Math.addExact(valueAt, value.size())];
                        put[headSize] = PUT;
                        put[headSize + 1] = (byte) (keySize >>> 8);
                        put[headSize + 2] = (byte) keySize;
                        System.arraycopy(key.array(), 0, put, headSize + 3, keySize);
                        System.arraycopy(value.array(), 0, put, valueAt, value.size());
                        yield put;
                    }
                    case Command.Delete(Bytes key) -> {
                        var delete = new byte[headSize + 1 + key.size()];
                        delete[headSize] = DELETE;
                        System.arraycopy(key.array(), 0, delete, headSize + 1, key.size());
                        yield delete;
                    }
                    case Command.Clear() -> {
                        var clear = new byte[headSize + 1];
                        clear[headSize] = CLEAR;
                        yield clear;
                    }
                };
        System.arraycopy(head, 0, array, 0, headSize);
        return Bytes.of(array);
    }

    public static Command decode(Bytes payload) {
        var in = new ByteReader(payload);
        int head = in.u8();
        return switch (head) {
            case KEYED -> readKeyed(in);
            case CLEAR_SHARD -> {
                long number = in.natural();
                in.finish();
                yield new Command.ClearShard(number);
            }
            case PLACE -> {
                PlacementChange change = PlacementCodec.decode(in.bytes());
                in.finish();
                yield new Command.Place(change);
            }
            default -> readWrite(in, head);
        };
    }

    /**
     * Cheaper than decoding, which would look into each value.
     *
     * @throws MalformedException if it is a command that this version does not know
     */
    static void checkKnown(Bytes payload) {
        var in = new ByteReader(payload);
        int head = in.u8();
        switch (head) {
            case PUT, DELETE, CLEAR, CLEAR_SHARD -> {}
            case KEYED -> {
                var _ = readKey(in);
                int write = in.u8();
                switch (write) {
                    case PUT, DELETE, CLEAR -> {}
                    default -> throw unknown(write);
                }
            }
            case PLACE -> {
                var _ = PlacementCodec.decode(in.bytes());
            }
            default -> throw unknown(head);
        }
    }

    private static MalformedException unknown(int head) {
        return new MalformedException(
                "unknown command " + (head & 15) + " of version " + (head >> 4));
    }

    private static Command readKeyed(ByteReader in) {
        Key key = readKey(in);
        Command.Write write = readWrite(in, in.u8());
        return new Command.Keyed(key.issued, key.unique, key.time, key.limits, write);
    }

    /** What stands before the write that is keyed. */
    private record Key(long issued, Bytes unique, long time, KeyLimits limits) {}

    private static Key readKey(ByteReader in) {
        return new Key(
                in.natural(),
                in.bytes(),
                in.natural(),
                new KeyLimits(in.count(Integer.MAX_VALUE), in.natural(), in.natural()));
    }

    private static Command.Write readWrite(ByteReader in, int head) {
        return switch (head) {
            case PUT -> new Command.Put(in.raw(in.u8() << 8 | in.u8()), in.raw(in.remaining()));
            case DELETE -> new Command.Delete(in.raw(in.remaining()));
            case CLEAR -> {
                in.finish();
                yield new Command.Clear();
            }
            default -> throw unknown(head);
        };
    }
}
