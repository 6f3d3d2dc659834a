package io.clew.engine.storage;

import io.clew.engine.Invariant;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;

/**
 * What the log must remember of a shard beside its entries, and what each change may do to it.
 *
 * @param hard term and vote
 * @param mark the snapshot that covers the log up to there, {@link LogId#ZERO} before the first
 * @param lastIndex the index of the last entry
 */
record ShardTail(HardState hard, LogId mark, long lastIndex) {
    static final ShardTail INITIAL = new ShardTail(HardState.INITIAL, LogId.ZERO, 0);

    /** The state after a change; a change that no correct node makes is refused. */
    ShardTail after(LogWrite write) {
        boolean afresh = LogWrite.SnapshotMark.AFRESH.equals(write.mark());
        if (afresh) {
            Invariant.check(mark.equals(LogId.ZERO), "no snapshot is forgotten", mark, LogId.ZERO);
        }
        boolean forgotten = afresh && write.hard().gone() && !hard.gone();
        if (!forgotten) {
            checkReplica(write.hard());
        }
        if (write.hard().gone()) {
            return new ShardTail(write.hard(), LogId.ZERO, 0);
        }
        if (afresh) {
            return new ShardTail(write.hard(), LogId.ZERO, lastAfter(write, LogId.ZERO, 0));
        }
        checkVote(write.hard());
        LogId marked = mark;
        long last = lastIndex;
        LogWrite.SnapshotMark moved = write.mark();
        if (moved != null && moved.reset()) {
            Invariant.check(
                    moved.last().index() >= mark.index(),
                    "a snapshot never takes the log back",
                    moved.last(),
                    mark);
            marked = moved.last();
            last = marked.index();
        } else if (moved != null && moved.last().index() > mark.index()) {
            // A node may have taken in more than it has written: the snapshot covers that as well.
            marked = moved.last();
            last = Math.max(last, marked.index());
        }
        return new ShardTail(write.hard(), marked, lastAfter(write, marked, last));
    }

    private void checkReplica(HardState next) {
        boolean other = hard.equals(HardState.INITIAL) || hard.gone();
        Invariant.check(
                other ? next.replica() >= hard.replica() : next.replica() == hard.replica(),
                "a replica that was taken away does not come back",
                hard,
                next);
        Invariant.check(
                !hard.gone() || next.gone() || next.replica() > hard.replica(),
                "whoever comes back is another replica",
                hard,
                next);
    }

    private void checkVote(HardState next) {
        Invariant.check(next.term() >= hard.term(), "the term never falls", hard, next);
        Invariant.check(
                next.term() > hard.term()
                        || !hard.vote().bound()
                        || next.vote().equals(hard.vote()),
                "one vote a term",
                hard,
                next);
    }

    private static long lastAfter(LogWrite write, LogId mark, long last) {
        long next = write.firstIndex();
        if (next == 0) {
            Invariant.check(write.entries().isEmpty(), "entries have a first index");
            return last;
        }
        Invariant.check(
                next > mark.index() && next <= last + 1,
                "entries continue the log",
                mark.index() + " … " + last,
                next);
        for (Entry entry : write.entries()) {
            Invariant.check(entry.index() == next, "entries are contiguous", entry.index(), next);
            next++;
        }
        return next - 1;
    }
}
