package io.clew.transport.http;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.placement.Placement;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a client has seen: of each shard that it used, how far into its log. Whoever answers it
 * later must have applied as much, wherever that is.
 *
 * <pre>
 *   text  : base64url without padding of token
 *   token : version u8, count varint, (shard varint, index varint)*, check u32
 * </pre>
 *
 * Shards ascend. The check tells a token that was cut or mistyped from one that promises less.
 */
final class SessionToken {
    static final String HEADER = "Clew-Session";
    static final SessionToken EMPTY = new SessionToken(new TreeMap<>());

    private static final int VERSION = 1;
    private static final int CHECK_BYTES = 4;

    /** So many can be told of, and every index, in 16 KiB; a thousand small ones in 8. */
    static final int SHARDS_MAX = Placement.SHARDS_MAX;

    static final int TEXT_MAX = 16 << 10;

    private final SortedMap<Integer, Long> seen;

    private SessionToken(SortedMap<Integer, Long> seen) {
        this.seen = seen;
    }

    /** What the client has sent; null if that is no token of this or an earlier version. */
    static @Nullable SessionToken sent(HttpHead head) {
        String text = head.header(HEADER);
        return text == null ? EMPTY : parse(text);
    }

    static @Nullable SessionToken parse(String text) {
        if (text.length() > TEXT_MAX) {
            return null;
        }
        try {
            return decode(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | MalformedException _) {
            return null;
        }
    }

    private static @Nullable SessionToken decode(byte[] bytes) {
        int length = bytes.length - CHECK_BYTES;
        if (length < 0) {
            return null;
        }
        int check = new ByteReader(bytes, length, CHECK_BYTES).u32();
        if (check != check(bytes, length)) {
            return null;
        }
        var in = new ByteReader(bytes, 0, length);
        if (in.u8() != VERSION) {
            return null;
        }
        var seen = new TreeMap<Integer, Long>();
        for (int left = in.count(SHARDS_MAX); left > 0; left--) {
            seen.put(in.count(SHARDS_MAX - 1), in.natural());
        }
        in.finish();
        return new SessionToken(seen);
    }

    /** How much of a shard's log the client has seen. */
    long index(int shard) {
        return seen.getOrDefault(shard, 0L);
    }

    /** This token for a client that has also seen a shard up to an index. */
    SessionToken with(int shard, long index) {
        if (index <= index(shard)) {
            return this;
        }
        var more = new TreeMap<>(seen);
        more.put(shard, index);
        return new SessionToken(more);
    }

    String text() {
        var out = new ByteWriter(32).u8(VERSION).varint(seen.size());
        seen.forEach((shard, index) -> out.varint(shard).varint(index));
        out.u32(check(out.buffer(), out.size()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toArray());
    }

    private static int check(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionToken token && token.seen.equals(seen);
    }

    @Override
    public int hashCode() {
        return seen.hashCode();
    }

    @Override
    public String toString() {
        return seen.toString();
    }
}
