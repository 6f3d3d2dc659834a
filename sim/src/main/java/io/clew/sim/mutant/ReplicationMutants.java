package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import io.clew.sim.mutant.Mutant.Edit;

import java.util.List;

/** Known bugs of replication and commitment. */
final class ReplicationMutants {
    /**
     * In this engine the first append that fits brings the first entry that differs, and leaves
     * nothing unverified behind it. With probes that carry no entries, as others have them and
     * which alone do no harm, it does.
     */
    private static final Edit EMPTY_PROBES =
            in(
                    "raft.Replication",
                    "List<Entry> entries = state.log.slice(",
                    """
                    List<Entry> entries = follower.state() == Progress.State.PROBE
                        ? List.of()
                        : state.log.slice(\
                    """);

    private ReplicationMutants() {}

    static List<Mutant> all() {
        return List.of(
                commitsUpToTheEndOfItsLog(),
                aHeartbeatCommitsWhatWasNotVerified(),
                acknowledgesTheEndOfItsLog(),
                truncatesWhatAgrees(),
                commitsOldTermsByCounting(),
                commitsUpToTheStartOfItsTerm(),
                halfOfAnEvenNumberIsEnough(),
                doesNotCompareThePreviousEntry(),
                countsWritesOfEntriesThatWereReplaced(),
                keepsAcknowledgementsOverTerms(),
                aTruncationLeavesEntriesDurable(),
                takesTheMedianOfUnsortedPositions(),
                confirmsReadsByOneTooFew(),
                aLeaderCountsWhatItHasNotSynced(),
                skipsLargeEntries(),
                skipsWhatDoesNotFitThePage(),
                neverForgetsUncommittedBytes(),
                neverForgetsBytesInFlight(),
                sendsNoSnapshot(),
                keepsItsOwnEntryAtTheSameIndex());
    }

    private static Mutant commitsUpToTheEndOfItsLog() {
        return Mutant.of(
                "R1",
                "a follower commits up to the end of its log, not of what the append has verified",
                EMPTY_PROBES,
                in(
                        "raft.Follower",
                        "state.commitTo(Math.min(append.commit(), verified));",
                        "state.commitTo(Math.min(append.commit(), log.lastIndex()));"));
    }

    private static Mutant aHeartbeatCommitsWhatWasNotVerified() {
        return Mutant.of(
                "R1b",
                "a heartbeat commits entries that were never compared",
                in(
                        "raft.Replication",
                        "Math.min(state.commit(), follower.match())",
                        "state.commit()"));
    }

    private static Mutant acknowledgesTheEndOfItsLog() {
        return Mutant.of(
                "R2",
                "a follower acknowledges the end of its log, not of the append",
                EMPTY_PROBES,
                in(
                        "raft.Follower",
                        "new Message.Appended(state.term(), verified)",
                        "new Message.Appended(state.term(), log.lastIndex())"));
    }

    private static Mutant truncatesWhatAgrees() {
        return Mutant.of(
                "R3",
                "an append that comes late truncates entries that agree",
                in(
                        "raft.Follower",
                        "entry.index() <= log.base().index() || log.matches(entry.id())",
                        "entry.index() <= state.commit()"));
    }

    private static Mutant commitsOldTermsByCounting() {
        return Mutant.rare(
                        "R5",
                        "entries of older terms are committed by counting",
                        in(
                                "raft.Leader",
                                "index <= state.commit() || state.log.term(index) != state.term()",
                                "index <= state.commit()"))
                .under("flapping");
    }

    private static Mutant commitsUpToTheStartOfItsTerm() {
        return Mutant.of(
                        "R6",
                        "a leader commits up to the start of its term without an entry of its own",
                        in(
                                "raft.Leader",
                                "index <= state.commit() || state.log.term(index) != state.term()",
                                "index <= state.commit() || index < termStart - 1"))
                .under("flapping");
    }

    private static Mutant halfOfAnEvenNumberIsEnough() {
        return Mutant.of(
                        "R7",
                        "half of an even number of members commits an entry",
                        in(
                                "raft.Quorum",
                                "positions[(positions.length - 1) / 2]",
                                "positions[positions.length / 2]"))
                .under("flapping");
    }

    private static Mutant doesNotCompareThePreviousEntry() {
        return Mutant.of(
                "R9",
                "the term before an append is not compared",
                in(
                        "raft.Follower",
                        "previous < log.base().index() || log.matches(append.previous())",
                        "previous <= log.lastIndex()"));
    }

    private static Mutant countsWritesOfEntriesThatWereReplaced() {
        return Mutant.rare(
                        "R10",
                        "the write of an entry that was replaced makes the new one durable",
                        in(
                                "raft.RaftLog",
                                """
                        for (InFlight write : inFlight) {
                            write.lastIndex = Math.min(write.lastIndex, index - 1);
                        }\
                        """,
                                ""))
                .under("flapping");
    }

    private static Mutant keepsAcknowledgementsOverTerms() {
        return Mutant.of(
                "R11",
                "a leader counts what was acknowledged to it in an earlier term",
                in(
                        "raft.RaftState",
                        "private long commit;",
                        """
                        final java.util.TreeMap<NodeId, Long> matches = new java.util.TreeMap<>();
                        private long commit;\
                        """),
                in(
                        "raft.Leader",
                        "follower.matched(reply.match(), now);",
                        """
                        follower.matched(reply.match(), now);
                        state.matches.put(from, follower.match());\
                        """),
                in(
                        "raft.Replication",
                        "followers.put(id, newcomer(id, now));",
                        """
                        Progress follower = newcomer(id, now);
                        followers.put(id, follower);
                        Long before = state.matches.get(id);
                        if (before != null && before <= state.log.lastIndex()) {
                            follower.matched(before, now);
                        }\
                        """));
    }

    private static Mutant aTruncationLeavesEntriesDurable() {
        return Mutant.of(
                        "R12",
                        "a truncation does not lower what is known to be durable",
                        in("raft.RaftLog", "durable = Math.min(durable, index - 1);", ""))
                .under("flapping");
    }

    private static Mutant takesTheMedianOfUnsortedPositions() {
        return Mutant.of(
                "R13",
                "the positions of the members are not sorted before the middle one is taken",
                in("raft.Quorum", "Arrays.sort(positions);", ""));
    }

    private static Mutant confirmsReadsByOneTooFew() {
        return Mutant.of(
                        "R14",
                        "one member less than a majority confirms a read",
                        in(
                                "raft.Leader",
                                """
                        Quorum.reached(
                            state.membership(),
                            id -> id.equals(state.self)
                                || replication.follower(id).round() >= reads.round())\
                        """,
                                """
                        replication.followers().stream()
                                    .filter(f -> f.round() >= reads.round())
                                    .count() + 1
                            >= state.membership().voters().size() / 2\
                        """))
                .under("readers");
    }

    private static Mutant aLeaderCountsWhatItHasNotSynced() {
        return Mutant.of(
                "R18",
                "a leader counts entries that it has not synced",
                in(
                        "raft.Leader",
                        "id.equals(state.self) ? state.log.durable()",
                        "id.equals(state.self) ? state.log.lastIndex()"),
                in(
                        "raft.Raft",
                        "return Math.min(state.commit(), state.log.durable());",
                        "return state.commit();"));
    }

    private static Mutant skipsLargeEntries() {
        return Mutant.of(
                "R20",
                "an append leaves out an entry that is too large and takes a later one",
                in("raft.RaftLog", "break;", "bytes -= entry.sizeBytes(); continue;"),
                in(
                        "wire.MessageCodec",
                        "Invariant.check(entry.index() == index, \"appends are a run\","
                                + " entry.index(), index);",
                        ""));
    }

    private static Mutant skipsWhatDoesNotFitThePage() {
        return Mutant.of(
                "R21",
                "what does not fit into a page of committed entries is passed over",
                in(
                        "Replica",
                        "long bytes = 0;",
                        "long bytes = 0; long page = state.appliedIndex() + 16;"),
                in(
                        "Replica",
                        "KeyedOutcome keyed = state.take(entry);",
                        """
                        KeyedOutcome keyed = null;
                        if (i <= page) {
                            keyed = state.take(entry);
                        } else {
                            state.skip(i);
                        }\
                        """));
    }

    private static Mutant neverForgetsUncommittedBytes() {
        return Mutant.of(
                "R24",
                "the count of uncommitted bytes leaks, until no write is accepted any more",
                in(
                        "raft.Leader",
                        "uncommittedBytes -= state.log.at(i).sizeBytes();",
                        "uncommittedBytes -= state.log.at(i).payload().size();"));
    }

    private static Mutant neverForgetsBytesInFlight() {
        return Mutant.of(
                "R25",
                "the count of bytes in flight to a follower outlives what was in flight",
                in("raft.Progress", "window.clear(); windowBytes = 0;", "window.clear();"));
    }

    private static Mutant sendsNoSnapshot() {
        return Mutant.of(
                "R26",
                "a follower that lacks compacted entries gets neither them nor a snapshot",
                in(
                        "raft.Replication",
                        """
                        follower.startSnapshot(Objects.requireNonNull(state.snapshot()), now);
                        resendChunk(follower);
                        return;\
                        """,
                        "return;"));
    }

    private static Mutant keepsItsOwnEntryAtTheSameIndex() {
        return Mutant.of(
                "R28",
                "a follower keeps its own entry where the leader has one of another term",
                in(
                        "raft.Follower",
                        "entry.index() <= log.base().index() || log.matches(entry.id())",
                        "entry.index() <= log.lastIndex()"));
    }
}
