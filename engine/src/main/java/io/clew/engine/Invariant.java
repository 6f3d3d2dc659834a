package io.clew.engine;

/**
 * Checks that are always on: a broken one stops the node loudly instead of letting it do harm.
 *
 * <p>The overloads take what the message needs unformatted, so that nothing is built on the way
 * that succeeds.
 */
public final class Invariant {
    private Invariant() {}

    /** Thrown when the node's own state contradicts itself; never caught to go on. */
    public static final class Broken extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    public static void check(boolean holds, String rule) {
        if (!holds) {
            throw new Broken(rule);
        }
    }

    public static void check(boolean holds, String rule, long a, long b) {
        if (!holds) {
            throw new Broken(rule + ": " + a + ", " + b);
        }
    }

    public static void check(boolean holds, String rule, Object a, Object b) {
        if (!holds) {
            throw new Broken(rule + ": " + a + ", " + b);
        }
    }
}
