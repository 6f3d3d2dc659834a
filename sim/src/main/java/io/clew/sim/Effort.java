package io.clew.sim;

import io.clew.linearizability.History;
import io.clew.sim.world.Clients;
import io.clew.sim.world.Violation;

/**
 * What clients had got done when the trouble ended. A drawn run in which that is next to nothing
 * proves nothing, however well the healed cluster serves.
 *
 * @param ended how many operations had come to an end
 * @param succeeded how many of those as their clients wanted
 */
record Effort(int ended, int succeeded) {
    /**
     * Since trouble waits while half of the operations fail, all but a few runs reach 0.47; of some
     * thousand one had 0.34.
     */
    private static final double SHARE_MIN = 0.25;

    /**
     * One whose limits are small refuses most of what many ask, and still does as much as others.
     */
    private static final int ENOUGH = 40;

    private static final int LEAST = 3;

    static Effort of(Clients clients) {
        return new Effort(clients.ended(), clients.succeeded());
    }

    void judge(History history) {
        boolean little = succeeded < SHARE_MIN * ended && succeeded < ENOUGH;
        if (little || succeeded < LEAST) {
            throw new Violation(
                    "a run does something",
                    succeeded + " of " + ended + " succeeded before the trouble ended");
        }
        if (!Overlap.any(history)) {
            throw new Violation("a run does something", "no two operations met on a key");
        }
    }
}
