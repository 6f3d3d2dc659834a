package io.clew.sim.world.check;

import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;

import java.util.function.Supplier;

/** One invariant, checked after every step of every node. */
abstract class Check {
    private final String name;

    protected Check(String name) {
        this.name = name;
    }

    /** The invariant in a few words; the same words name it in a report. */
    final String name() {
        return name;
    }

    abstract void after(Step step);

    /** A process starts anew: what it knew before and did not save is no longer its own. */
    void booted(SimNode node) {}

    protected final void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(name, otherwise.get());
        }
    }
}
