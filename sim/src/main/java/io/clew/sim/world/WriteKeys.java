package io.clew.sim.world;

import io.clew.engine.api.Command;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.api.WriteToken;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

/** How one client names its writes so that it may send them again, and how often it does. */
final class WriteKeys {
    private static final double KEEPS_TOKEN_SHARE = 0.5;
    private static final double REUSES_SHARE = 0.05;
    private static final double MISTAKES_SHARE = 0.05;
    private static final double TWICE_SHARE = 0.15;
    private static final long PATIENCE_NANOS_MAX = 12 * Setup.SECOND;
    private static final long PAUSE_NANOS_MAX = 4 * Setup.SECOND;

    private final Dice dice;
    private final int number;

    /** How many of the writes have a key. */
    private final double share;

    /** What keys of new writes are made of, by shard. */
    private final @Nullable WriteToken[] tokens;

    /** A key of each shard that was used. */
    private final @Nullable WriteKey[] used;

    private long made;

    WriteKeys(Dice dice, int number, Setup setup) {
        this.dice = dice;
        this.number = number;
        this.share = setup.keyedPercent() / 100.0;
        this.tokens = new WriteToken[setup.shards()];
        this.used = new WriteKey[setup.shards()];
    }

    /** Whether a call is to have a key. */
    boolean wantsOne(Request request, long call) {
        return request instanceof Request.Write && dice.at(call).chance(share);
    }

    boolean hasToken(int shard) {
        return tokens[shard] != null;
    }

    /** A key of its own or, now and then, by mistake that of a write before. */
    Request.KeyedWrite keyed(Request.Write write, int shard) {
        WriteKey before = used[shard];
        boolean unique = write.command() instanceof Command.Put;
        if (before != null && unique && dice.chance(REUSES_SHARE)) {
            used[shard] = null;
            return new Request.KeyedWrite(before, write.command());
        }
        var key = new WriteKey(token(shard), Bytes.utf8(number + "-" + made++));
        return new Request.KeyedWrite(key, write.command());
    }

    /** That of the shard or, now and then, by mistake that of another. */
    private WriteToken token(int shard) {
        WriteToken known = tokens[shard];
        if (tokens.length > 1 && dice.chance(MISTAKES_SHARE)) {
            WriteToken other = tokens[dice.between(0, tokens.length - 1)];
            known = other == null ? known : other;
        }
        if (known == null) {
            throw new IllegalStateException("client " + number + " has no token yet");
        }
        return known;
    }

    /** Whoever goes on with an old token comes below the floor some day. */
    void offered(WriteToken next) {
        if (tokens[next.shard()] == null || !dice.chance(KEEPS_TOKEN_SHARE)) {
            tokens[next.shard()] = next;
        }
    }

    void refused(WriteToken next) {
        tokens[next.shard()] = next;
    }

    /** The key has certainly been used. */
    void used(WriteKey key) {
        used[key.token().shard()] = key;
    }

    long patienceNanos() {
        return dice.magnitude(100 * Setup.MILLI, PATIENCE_NANOS_MAX);
    }

    long pauseNanos() {
        return dice.magnitude(Setup.MILLI, PAUSE_NANOS_MAX);
    }

    /** Whether an attempt is made twice at once. */
    boolean hasty() {
        return dice.chance(TWICE_SHARE);
    }
}
