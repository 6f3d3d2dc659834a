package io.clew.sim.world;

/** Something happened that must never happen; ends the run. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The engine has stopped by a check of its own, before any of the simulator's saw harm. */
    public static final String ENGINE_STOPS = "the engine keeps its own rules";

    /** The same of its storage. */
    public static final String STORAGE_STOPS = "storage keeps its own rules";

    private final String invariant;

    public Violation(String invariant, String what) {
        super(what);
        this.invariant = invariant;
    }

    public Violation(String invariant, String what, Throwable cause) {
        super(what, cause);
        this.invariant = invariant;
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
