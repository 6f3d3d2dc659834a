package io.clew.sim.world;

/** Something happened that must never happen; ends the run. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

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
}
