package io.clew.transport.http;

import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What a read wants to be promised.
 *
 * <pre>
 *   ?consistency=linearizable                          the default
 *   ?consistency=stale[&amp;max-staleness=MS]
 *   ?consistency=session[&amp;max-staleness=MS][&amp;wait=MS]  with the header Clew-Session
 * </pre>
 *
 * @param maxStalenessNanos {@code Long.MAX_VALUE} for any
 * @param waitNanos how long a session's read waits for the node to have applied enough
 * @param seen by the client before
 */
record Consistency(Level level, long maxStalenessNanos, long waitNanos, SessionToken seen) {
    static final long WAIT_MILLIS = 500;
    static final long WAIT_MILLIS_MAX = 5_000;

    private static final String MAX_STALENESS = "max-staleness";
    private static final String WAIT = "wait";

    enum Level {
        LINEARIZABLE("linearizable"),
        STALE("stale"),
        SESSION("session");

        final String text;

        Level(String text) {
            this.text = text;
        }

        static @Nullable Level named(@Nullable String text) {
            if (text == null) {
                return LINEARIZABLE;
            }
            for (Level level : values()) {
                if (level.text.equals(text)) {
                    return level;
                }
            }
            return null;
        }
    }

    /** What was asked for makes no sense. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String why) {
            super(why);
        }
    }

    /** The level alone, of a request that is known to be well-formed. */
    static Level level(Target target) {
        Level level = Level.named(target.parameter("consistency"));
        return level == null ? Level.LINEARIZABLE : level;
    }

    /**
     * @param cluster the id of that which is asked, 0 for none
     */
    static Consistency of(Target target, HttpHead head, long cluster) throws Malformed {
        Level level = Level.named(target.parameter("consistency"));
        if (level == null) {
            throw new Malformed("consistency must be linearizable, stale or session");
        }
        String fault = SessionToken.fault(head, cluster);
        if (fault != null) {
            throw new Malformed(fault);
        }
        if (level == Level.LINEARIZABLE && target.parameter(MAX_STALENESS) != null) {
            throw new Malformed("max-staleness is for consistency=stale and consistency=session");
        }
        if (level != Level.SESSION && target.parameter(WAIT) != null) {
            throw new Malformed("wait is for consistency=session");
        }
        long oldest = millis(target, MAX_STALENESS, Long.MAX_VALUE, Long.MAX_VALUE);
        long wait = millis(target, WAIT, WAIT_MILLIS, WAIT_MILLIS_MAX);
        return new Consistency(
                level,
                TimeUnit.MILLISECONDS.toNanos(oldest),
                TimeUnit.MILLISECONDS.toNanos(wait),
                Objects.requireNonNull(SessionToken.sent(head)));
    }

    private static long millis(Target target, String name, long absent, long max) throws Malformed {
        String text = target.parameter(name);
        if (text == null) {
            return absent;
        }
        long value = -1;
        if (text.matches("[0-9]{1,18}")) {
            value = Long.parseLong(text);
        }
        if (value < 0 || value > max) {
            String limit = max == Long.MAX_VALUE ? "" : " up to " + max;
            throw new Malformed(name + " must be a number of milliseconds" + limit);
        }
        return value;
    }

    Request request(int shard, Bytes key) {
        return switch (level) {
            case LINEARIZABLE -> new Request.Read(key);
            case STALE -> new Request.LocalRead(key, 0, 0, maxStalenessNanos);
            case SESSION ->
                    new Request.LocalRead(key, seen.index(shard), waitNanos, maxStalenessNanos);
        };
    }
}
