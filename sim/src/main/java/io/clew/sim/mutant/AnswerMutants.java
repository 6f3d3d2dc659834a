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
                aLateAnswerServesAReadOfALearner(),
                aLearnerIsToldWithoutAsking(),
                aLearnerReadsUpToItsOwnCommit(),
                ageIsCountedFromReceipt(),
                aRoundCountsBeforeItIsConfirmed(),
                anOldHeartbeatIsNewToANewFollower(),
                aDoubledHeartbeatIsAnsweredAnew(),
                aLeaderCallsItselfFresh(),
                freshnessCountsBeforeItIsApplied(),
                aSessionReadDoesNotWait(),
                aSessionReadIsServedWhenCommitted(),
                aWriteThatTookTooLongIsRefused(),
                aWriteOfALostLeadershipIsRefused(),
                noRoomToMakeRoom(),
                roomIsCountedWithoutKeys(),
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
        return Mutant.of(
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

    private static Mutant aLateAnswerServesAReadOfALearner() {
        return Mutant.of(
                        "D2c",
                        "a late answer to a learner's question serves a read that came later",
                        in(
                                "raft.ForwardedReads",
                                "waiting.getFirst().since <= reply.number()) {",
                                "true) {"))
                .under("members");
    }

    private static Mutant aLearnerIsToldWithoutAsking() {
        return Mutant.of(
                        "D6b",
                        "a leader tells a learner how far to read without asking whether it leads",
                        in(
                                "raft.Leader",
                                "reads.add(from, question);",
                                "state.outbox.send(from, question.answer(state.commit()));"))
                .under("members");
    }

    private static Mutant aLearnerReadsUpToItsOwnCommit() {
        return Mutant.of(
                        "D7",
                        "a learner's own, lower commit index takes the place of the read index",
                        in(
                                "raft.ForwardedReads",
                                "waiting.remove().read, reply.index());",
                                "waiting.remove().read, Math.min(reply.index(), state.commit()));"))
                .under("members");
    }

    private static Mutant ageIsCountedFromReceipt() {
        return Mutant.of(
                        "D5",
                        "a follower counts its age from when a heartbeat came",
                        in(
                                "raft.Follower",
                                "learn(heartbeat.freshness());",
                                """
                                Freshness told = heartbeat.freshness();
                                if (told.known()) {
                                    state.recency.promise(now - told.ageNanos(), told.index());
                                }\
                                """))
                .under("readers");
    }

    private static Mutant aRoundCountsBeforeItIsConfirmed() {
        return Mutant.of(
                        "D5b",
                        "a deposed leader and its followers count rounds that nobody confirms",
                        in(
                                "raft.Leader",
                                "confirmation.reached(confirmedRound(), state.recency); // Alone",
                                "confirmation.reached(round, state.recency); // Alone"))
                .under("readers");
    }

    private static Mutant anOldHeartbeatIsNewToANewFollower() {
        return Mutant.of(
                        "D5c",
                        "who gave its leader up forgets which of its rounds it has answered",
                        in(
                                "raft.Follower",
                                "private final ForwardedReads reads;",
                                """
                                private final ForwardedReads reads;
                                private final AnsweredRounds answered = new AnsweredRounds();\
                                """),
                        in("raft.Follower", "state.answered.add(", "answered.add("),
                        in("raft.Follower", "state.answered.at(", "answered.at("),
                        in(
                                "raft.Follower",
                                "if (!from.equals(leader)) {",
                                "if (!from.equals(leader)) { answered.clear();"))
                .under("readers");
    }

    private static Mutant aDoubledHeartbeatIsAnsweredAnew() {
        return Mutant.of(
                        "D5d",
                        "a heartbeat that comes once more counts from when it came again",
                        in(
                                "raft.AnsweredRounds",
                                "if (round <= newest) {",
                                """
                                Answered last = answered.peekLast();
                                if (last != null && round == last.round) {
                                    answered.removeLast();
                                } else if (round <= newest) {\
                                """))
                .under("readers");
    }

    private static Mutant aLeaderCallsItselfFresh() {
        return Mutant.of(
                        "D6c",
                        "a leader says that its state is new because it thinks it leads",
                        in(
                                "Replica",
                                "long freshAt = raft.freshAt(state.appliedIndex());",
                                """
                                long freshAt =
                                        raft.leads() ? now : raft.freshAt(state.appliedIndex());\
                                """))
                .under("readers");
    }

    private static Mutant freshnessCountsBeforeItIsApplied() {
        return Mutant.of(
                "D9b",
                "a node calls itself fresh before it has applied what it was told of",
                in("raft.Recency", "first != null && first.index <= applied;", "first != null;"));
    }

    private static Mutant aSessionReadDoesNotWait() {
        return Mutant.of(
                "D11",
                "a read does not wait for what its session has seen",
                in("LocalReads", "if (read.minIndex() <= applied) {", "if (true) {"));
    }

    private static Mutant aSessionReadIsServedWhenCommitted() {
        return Mutant.of(
                        "D11b",
                        "a session's read is served when its entry is committed, not applied",
                        in(
                                "Replica",
                                "localReads.serve(state.appliedIndex(),",
                                "localReads.serve(raft.commit(),"))
                .under("flapping");
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

    private static Mutant noRoomToMakeRoom() {
        return Mutant.of(
                "Q1",
                "a node that is full refuses what would make room",
                in(
                        "Replica",
                        "return command instanceof Command.Put && states.full()",
                        "return states.full()"));
    }

    private static Mutant roomIsCountedWithoutKeys() {
        return Mutant.of(
                "Q1b",
                "keys count for no more room than their bytes and those of their values",
                in(
                        "StateBudget",
                        "state.sizeBytes() + (long) KEY_BYTES * state.size();",
                        "state.sizeBytes();"));
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
