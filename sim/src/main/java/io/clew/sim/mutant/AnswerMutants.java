package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import java.util.List;

/** Known bugs of reads and of what clients are told. */
final class AnswerMutants {
    private static final String ROUND = "replication.follower(id).round() >= reads.round()";

    private AnswerMutants() {}

    static List<Mutant> all() {
        return List.of(
                readsBeforeItKnows(),
                anOldReplyConfirmsARead(),
                aReadJoinsTheRoundUnderWay(),
                readsWithoutAsking(),
                aWriteThatTookTooLongIsRefused(),
                aWriteOfALostLeadershipIsRefused(),
                whoeverWritesAtTheIndexAnswers());
    }

    private static Mutant readsBeforeItKnows() {
        return Mutant.of(
                        "D1",
                        "a new leader serves reads before it knows what is committed",
                        in(
                                "raft.Leader",
                                "if (settled() && reads.wantsRound()) {",
                                "if (reads.wantsRound()) {"))
                .under("readers");
    }

    private static Mutant anOldReplyConfirmsARead() {
        return Mutant.rare(
                        "D2",
                        "a late reply to an older heartbeat confirms a newer read",
                        in(
                                "raft.Leader",
                                "follower.answered(reply.round());",
                                "follower.answered(round);"))
                .under("readers");
    }

    private static Mutant aReadJoinsTheRoundUnderWay() {
        return Mutant.rare(
                        "D2b",
                        "a read joins a round whose heartbeats have left before it came",
                        in(
                                "raft.ReadQueue",
                                "waiting.add(read);",
                                "(underWay() ? inRound : waiting).add(read);"))
                .under("readers");
    }

    private static Mutant readsWithoutAsking() {
        return Mutant.of(
                        "D6",
                        "a leader serves reads without asking whether it still leads",
                        in("raft.Leader", ROUND, "true"))
                .under("readers");
    }

    private static Mutant aWriteThatTookTooLongIsRefused() {
        return Mutant.of(
                "X4",
                "a write that was not committed in time is reported as not applied",
                in(
                        "Pending",
                        "new Reply.Unknown(\"not committed in time\")",
                        "new Reply.Refused(\"not committed in time\")"));
    }

    private static Mutant aWriteOfALostLeadershipIsRefused() {
        return Mutant.of(
                        "X4b",
                        "a write whose leader lost its place is reported as not applied",
                        in(
                                "Pending",
                                "answer(writes.removeLast().token, new Reply.Unknown(",
                                "answer(writes.removeLast().token, new Reply.Refused("))
                .under("flapping");
    }

    private static Mutant whoeverWritesAtTheIndexAnswers() {
        return Mutant.of(
                        "X6",
                        "a write is answered by any entry at its index",
                        in(
                                "Pending",
                                "first.index == index && first.term == term",
                                "first.index == index"),
                        in(
                                "Replica",
                                "leading = false; pending.abandon(raft.commit());",
                                "leading = false;"))
                .under("flapping");
    }
}
