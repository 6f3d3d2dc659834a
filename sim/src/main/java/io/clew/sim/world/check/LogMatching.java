package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;

import java.util.TreeMap;

/**
 * Two logs that have an entry with the same index and term are the same up to it (Raft §5.3): by
 * induction that holds if such entries are equal and follow entries of equal terms.
 */
final class LogMatching extends Check {
    private final TreeMap<LogId, Known> known = new TreeMap<>();

    private record Known(long previousTerm, Entry entry) {}

    LogMatching() {
        super("log matching");
    }

    @Override
    void after(Step step) {
        LogWrite write = step.write();
        if (write != null) {
            for (Entry entry : write.entries()) {
                check(step, entry);
            }
        }
    }

    private void check(Step step, Entry entry) {
        long previous = entry.index() == 1 ? 0 : step.shadow().handed().termAt(entry.index() - 1);
        Known before = known.putIfAbsent(entry.id(), new Known(previous, entry));
        require(
                before == null || (before.previousTerm == previous && before.entry.equals(entry)),
                () ->
                        step.machine()
                                + " writes "
                                + entry.id()
                                + " after term "
                                + previous
                                + ", elsewhere it is another entry or follows another one");
    }
}
