package io.clew.transport.http;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.placement.Placement;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a client has seen: of each shard that it used, how far into its log. Whoever answers it
 * later must have applied as much, wherever that is.
 *
 * <pre>
 *   text  : base64url without padding of token
 *   token : version u8, cluster u32, count varint, (shard varint, index varint)*, check u32
 * </pre>
 *
 * Shards ascend. The check tells a token that was cut or mistyped from one that promises less. The
 * cluster is told by the two halves of its id, one xor the other, since places in the log of one
 * say nothing about another's. Version 1 has no cluster: it is what a node gives that is in none
 * yet, and is taken everywhere.
 */
final class SessionToken {
    static final String HEADER = "Clew-Session";
    static final SessionToken EMPTY = new SessionToken(null, new TreeMap<>());

    private static final int VERSION_BARE = 1;
    private static final int VERSION = 2;
    private static final int CHECK_BYTES = 4;

    /** So many can be told of, and every index, in 16 KiB; a thousand small ones in 8. */
    static final int SHARDS_MAX = Placement.SHARDS_MAX;

    static final int TEXT_MAX = 16 << 10;

    /** Tells the cluster from others, null if it is not known. */
    private final @Nullable Integer mark;

    private final SortedMap<Integer, Long> seen;

    private SessionToken(@Nullable Integer mark, SortedMap<Integer, Long> seen) {
        this.mark = mark;
        this.seen = seen;
    }

    /**
     * What is wrong with the header, if there is one; null if nothing is.
     *
     * @param cluster the id of that which is asked, 0 for none
     */
    static @Nullable String fault(HttpHead head, long cluster) {
        SessionToken sent = sent(head);
        if (sent == null) {
            return HEADER + " must be a token that an earlier answer of this cluster gave";
        }
        return sent.foreign(cluster)
                ? HEADER + " is of another cluster: a session here begins without it"
                : null;
    }

    private boolean foreign(long cluster) {
        return mark != null && cluster != 0 && mark != mark(cluster);
    }

    private static int mark(long cluster) {
        return (int) (cluster ^ cluster >>> 32);
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
        int version = in.u8();
        if (version != VERSION_BARE && version != VERSION) {
            return null;
        }
        Integer mark = version == VERSION ? in.u32() : null;
        var seen = new TreeMap<Integer, Long>();
        for (int left = in.count(SHARDS_MAX); left > 0; left--) {
            seen.put(in.count(SHARDS_MAX - 1), in.natural());
        }
        in.finish();
        return new SessionToken(mark, seen);
    }

    /** How much of a shard's log the client has seen. */
    long index(int shard) {
        return seen.getOrDefault(shard, 0L);
    }

    /**
     * This token for a client that has also seen a shard up to an index; a new one if this is of
     * another cluster.
     *
     * @param cluster the id of the shard's, 0 for none
     */
    SessionToken with(long cluster, int shard, long index) {
        var more = foreign(cluster) ? new TreeMap<Integer, Long>() : new TreeMap<>(seen);
        more.merge(shard, index, Math::max);
        return new SessionToken(cluster == 0 ? mark : (Integer) mark(cluster), more);
    }

    String text() {
        var out = new ByteWriter(32).u8(mark == null ? VERSION_BARE : VERSION);
        if (mark != null) {
            out.u32(mark);
        }
        out.varint(seen.size());
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
        return other instanceof SessionToken token
                && Objects.equals(token.mark, mark)
                && token.seen.equals(seen);
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
