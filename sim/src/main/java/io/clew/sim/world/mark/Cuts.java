package io.clew.sim.world.mark;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;

/** Tells a write that takes entries away from one that has them written once more. */
final class Cuts {
    private Cuts() {}

    /**
     * @param last where the log ended before
     */
    static boolean any(LogWrite write, LogId last) {
        return replaces(write, last) && !keeps(write, last);
    }

    static boolean none(LogWrite write, LogId last) {
        return replaces(write, last) && keeps(write, last);
    }

    private static boolean replaces(LogWrite write, LogId last) {
        return write.firstIndex() != 0 && write.firstIndex() <= last.index();
    }

    /** Logs with one entry in common are the same up to there. */
    private static boolean keeps(LogWrite write, LogId last) {
        return write.entries().stream().anyMatch(entry -> entry.id().equals(last));
    }
}
