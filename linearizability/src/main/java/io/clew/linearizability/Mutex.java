package io.clew.linearizability;

/**
 * A lock as a register that is absent while the lock is free: to acquire it is to set the register
 * if it is absent, to release it is to delete what it was set to. Nobody looks at who holds it.
 */
public final class Mutex {
    /** No other history has this value, so a lock can be told from a register. */
    private static final String HELD = "(held)";

    private Mutex() {}

    /** Takes the lock if it is free. */
    public static Call acquire(String key) {
        return new Call.Cas(key, null, HELD);
    }

    /** Frees the lock if it is held. */
    public static Call release(String key) {
        return new Call.Cas(key, HELD, null);
    }

    /** Whether the call is about a lock. */
    public static boolean knows(Call call) {
        return isAcquire(call) || isRelease(call);
    }

    public static boolean isAcquire(Call call) {
        return call instanceof Call.Cas(_, String from, String to)
                && from == null
                && HELD.equals(to);
    }

    public static boolean isRelease(Call call) {
        return call instanceof Call.Cas(_, String from, String to)
                && HELD.equals(from)
                && to == null;
    }
}
