package io.clew.sim.world.check;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.Note;
import io.clew.sim.world.Sent;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/** Nobody gives its vote, or promises it, to a candidate whose log is older (Raft §5.4.1). */
final class VotesGoToNewLogs extends Check {
    /** The newest end of its log that a candidate has named, by its address, term and purpose. */
    private final TreeMap<String, LogId> named = new TreeMap<>();

    VotesGoToNewLogs() {
        super("a vote goes to a log that is as new");
    }

    @Override
    void after(Step step) {
        for (Sent sent : step.sent()) {
            if (sent.message() instanceof Message.VoteRequest m) {
                named.merge(
                        key(step.machine().address(), m.term(), m.pre()),
                        m.last(),
                        (a, b) -> a.compareTo(b) < 0 ? b : a);
            }
        }
        if (!endsAnew(step.write())) {
            for (Note note : step.notes()) {
                if (note instanceof Note.Voted voted && voted.granted()) {
                    check(step, voted);
                }
            }
        }
    }

    /**
     * Whether the log may have ended elsewhere when the vote was given: one step handles many
     * messages, and what it leaves behind is all that is known of it. A snapshot of the leader's
     * that takes the log's place moves the end like entries do, but replaces none.
     */
    private static boolean endsAnew(@Nullable LogWrite write) {
        if (write == null) {
            return false;
        }
        LogWrite.SnapshotMark mark = write.mark();
        return write.firstIndex() != 0 || (mark != null && mark.reset());
    }

    private void check(Step step, Note.Voted voted) {
        ShadowLog log = step.shadow().handed();
        var last = new LogId(log.termAt(log.lastIndex()), log.lastIndex());
        LogId theirs = named.get(key(voted.candidate(), voted.term(), voted.pre()));
        require(
                theirs == null || theirs.compareTo(last) >= 0,
                () -> step.machine() + ", whose log ends at " + last + ": " + voted.text());
    }

    private static String key(String candidate, long term, boolean pre) {
        return candidate + (pre ? " asks " : " stands ") + term;
    }
}
