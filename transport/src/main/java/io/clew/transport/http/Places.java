package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections that may be open at once, and some more: those are heard, to be told that there
 * are too many, and because clients that have taken every place must not keep out peers or whoever
 * asks whether the node lives.
 */
final class Places {
    /** Connections over the limit that are heard; further ones are closed without a word. */
    static final int SURPLUS_MAX = 256;

    private final int max;
    private final AtomicInteger taken = new AtomicInteger();

    Places(int max) {
        this.max = max;
    }

    int taken() {
        return taken.get();
    }

    /** Null if not even one over the limit is left; called by any thread. */
    @Nullable Place take() {
        int now = taken.incrementAndGet();
        if (now > max + SURPLUS_MAX) {
            taken.decrementAndGet();
            return null;
        }
        return new Place(now > max);
    }

    /** That of one connection; for its event loop alone. */
    final class Place {
        private boolean surplus;
        private boolean left;

        private Place(boolean surplus) {
            this.surplus = surplus;
        }

        /** Whether it is over the limit; it no longer is once there is room for it. */
        boolean surplus() {
            surplus = surplus && taken.get() > max;
            return surplus;
        }

        void leave() {
            if (!left) {
                left = true;
                taken.decrementAndGet();
            }
        }
    }
}
