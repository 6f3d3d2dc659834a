package io.clew.sim.exhaust;

import io.clew.sim.disk.SimDisk;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The two searches for somebody who only wants to know what is violated. */
public final class Exhaustive {
    private static final int DEPTH_MAX = 100;

    private Exhaustive() {}

    /**
     * The invariant that a crash at one of every so many boundaries violates, null if none does.
     */
    public static @Nullable String crashes(int every) {
        CrashPoints.Found found =
                CrashPoints.search(List.of(SimDisk.Crash.values()), every, () -> false).found();
        return found == null ? null : found.failure().invariant();
    }

    /** The invariant that an order of messages violates, null if none does within some moves. */
    public static @Nullable String orders(
            String opening, int timeouts, int crashes, int losses, long movesMax) {
        var troubles = new Troubles(timeouts, crashes, losses, DEPTH_MAX);
        var left = new long[] {movesMax};
        Orders.Found found =
                Orders.search(Opening.named(opening), troubles, () -> left[0]-- <= 0).found();
        return found == null ? null : found.violation().invariant();
    }
}
