package io.clew.sim.world;

/** Something happened that must never happen; ends the run. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The engine has stopped by a check of its own, before any of the simulator's saw harm. */
    public static final String ENGINE_STOPS = "the engine keeps its own rules";

    /** The same of its storage. */
    public static final String STORAGE_STOPS = "storage keeps its own rules";

    private final String invariant;

    private final int shard;

    public Violation(String invariant, String what) {
        super(what);
        this.invariant = invariant;
        this.shard = 0;
    }

    public Violation(String invariant, String what, Throwable cause) {
        super(what, cause);
        this.invariant = invariant;
        this.shard = 0;
    }

    private Violation(Violation of, int shard) {
        super("shard " + shard + ": " + of.getMessage(), of);
        this.invariant = of.invariant;
        this.shard = shard;
    }

    /** The same, said to be of a shard's group; that it is the first one's needs no words. */
    public Violation of(int number) {
        return number == 0 ? this : new Violation(this, number);
    }

    /** The shard whose group it is in, the first one if it is in none. */
    public int shard() {
        return shard;
    }

    /** The name of the invariant that does not hold. */
    public String invariant() {
        return invariant;
    }

    /** Whether a violation of this name is the engine's own doing: nothing outside of it saw it. */
    public static boolean ofItsOwnRules(String invariant) {
        return invariant.equals(ENGINE_STOPS) || invariant.equals(STORAGE_STOPS);
    }
}
