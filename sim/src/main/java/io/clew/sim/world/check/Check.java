package io.clew.sim.world.check;

import io.clew.sim.world.Observer;
import io.clew.sim.world.Violation;

import java.util.function.Supplier;

/**
 * One invariant, checked after every step of every node. It may watch the world as well, for what a
 * step does not tell.
 */
abstract class Check implements Observer {
    private final String name;

    protected Check(String name) {
        this.name = name;
    }

    /** The invariant in a few words; the same words name it in a report. */
    final String name() {
        return name;
    }

    void after(Step step) {}

    /** The cluster is healed, and everything that was under way has come to its end. */
    void atEnd() {}

    protected final void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(name, otherwise.get());
        }
    }
}
