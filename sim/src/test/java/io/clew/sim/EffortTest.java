package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clew.sim.world.Machine;
import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimClock;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A run that did nothing while there was trouble proves nothing, and is told so. */
class EffortTest {
    private static final int CLIENTS = 2;
    private static final int CALLS = 20;

    @Test
    void whatWorksIsEnough() {
        assertNull(run(0).failure());
    }

    /** No node is there before all is healed, when everything succeeds. */
    @Test
    void whatAHealedClusterServesDoesNotCount() {
        Result.Failure failure = run(30 * Setup.SECOND).failure();
        assertEquals("a run does something", failure == null ? null : failure.invariant());
    }

    private static Result run(long startsNanos) {
        var machine = new Machine(startsNanos, new SimClock(0, 0), false);
        Setup setup = Setup.plain(3).withMachines(Collections.nCopies(3, machine));
        var calls = new ArrayList<List<PlannedCall>>();
        for (int client = 0; client < CLIENTS; client++) {
            calls.add(new ArrayList<>());
            for (int i = 0; i < CALLS; i++) {
                calls.getLast()
                        .add(
                                new PlannedCall(
                                        Setup.SECOND,
                                        true,
                                        PlannedCall.Kind.PUT,
                                        "k" + i,
                                        16,
                                        PlannedCall.SAME));
            }
        }
        return Simulation.run(new Schedule(setup, 1, List.of(), calls, true), null);
    }
}
