package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import io.clew.sim.mutant.Mutant.Edit;

import java.util.List;

/** Known bugs of elections, terms and votes. */
final class ElectionMutants {
    /** The log refuses to write such a vote or term; without that, the bug does its harm. */
    private static final Edit UNCHECKED_VOTES =
            in("storage.ShardTail", "checkVote(write.hard());", "");

    private static final Edit FORGETTING_VOTES =
            in(
                    "raft.RaftState",
                    "boolean hardDurable() {",
                    """
                    void forgetVote() {
                        hard = new HardState(hard.term(), NodeId.UNBOUND);
                        hardDirty = true;
                    }

                    boolean hardDurable() {\
                    """);

    private ElectionMutants() {}

    static List<Mutant> all() {
        return List.of(
                asksBeforeItsOwnVoteIsDurable(),
                votesBeforeTheVoteIsDurable(),
                keepsTheVoteOfTheTermBefore(),
                losingClearsTheVote(),
                askingClearsTheVote(),
                truncationTakesTheTermBack(),
                doesNotSyncTermAndVoteAlone(),
                aNodeWithoutLogForgetsItsVote(),
                aRestartForgetsTheVote(),
                anAddressMakesAMember(),
                comparesLogsByLengthFirst(),
                wantsLogsToBeNewerAndLonger(),
                countsVotesOfOldTerms(),
                aRestartedLeaderGoesOn(),
                leadsOnInANewerTerm(),
                ignoresTheNewerTermOfARefusal(),
                askingRaisesTheTerm(),
                refusesWhomItDoesNotKnowYet(),
                countsAnswersToItsQuestionAsVotes());
    }

    private static Mutant asksBeforeItsOwnVoteIsDurable() {
        return Mutant.of(
                "E1",
                "a candidate asks for votes before its own is on disk",
                in(
                        "raft.Candidate",
                        "state.outbox.sendAfterWrite(id, request);",
                        "state.outbox.send(id, request);"));
    }

    private static Mutant votesBeforeTheVoteIsDurable() {
        return Mutant.of(
                "E2",
                "a vote is given before it is on disk, whether that works or not",
                in(
                        "raft.Terms",
                        "from, ticket, false, new Message.VoteReply(term",
                        "from, ticket, true, new Message.VoteReply(term"));
    }

    private static Mutant keepsTheVoteOfTheTermBefore() {
        return Mutant.of(
                "E3",
                "a candidate keeps the vote of the term before, and may give it away again",
                in(
                        "raft.RaftState",
                        "hard = hard.voted(term, NodeId.UNBOUND);",
                        "hard = hard.voted(term, hard.vote());"),
                in("raft.Candidate", "state.voteFor(state.self);", ""));
    }

    private static Mutant losingClearsTheVote() {
        return Mutant.of(
                        "E4",
                        "a candidate that steps down clears its vote within the term",
                        FORGETTING_VOTES,
                        in(
                                "raft.Candidate",
                                "return Follower.of(state, now);",
                                "if (!pre) { state.forgetVote(); }"
                                        + " return Follower.of(state, now);"),
                        UNCHECKED_VOTES)
                .under("flapping");
    }

    private static Mutant askingClearsTheVote() {
        return Mutant.of(
                "E5",
                "asking whether it could win clears a node's vote",
                FORGETTING_VOTES,
                in(
                        "raft.Candidate",
                        "var candidate = new Candidate(state, true, now);",
                        "state.forgetVote(); var candidate = new Candidate(state, true, now);"),
                UNCHECKED_VOTES);
    }

    private static Mutant truncationTakesTheTermBack() {
        return Mutant.of(
                "E6",
                "a truncation takes the term back to that of the entry",
                in(
                        "raft.RaftState",
                        " log.truncateFrom(index);",
                        """
                         hard = new HardState(log.term(index), NodeId.UNBOUND);
                         hardDirty = true;
                         log.truncateFrom(index);\
                        """),
                UNCHECKED_VOTES);
    }

    private static Mutant doesNotSyncTermAndVoteAlone() {
        return Mutant.of(
                "E7",
                "term and vote are synced only with the next entries",
                in(
                        "storage.Wal",
                        "private boolean sealed;",
                        "private boolean sealed; private boolean entriesWait;"),
                in(
                        "storage.Wal",
                        "SegmentUse.note(segments, each);",
                        """
                        SegmentUse.note(segments, each);
                        entriesWait |= !each.write().entries().isEmpty();\
                        """),
                in(
                        "storage.Wal",
                        "file.sync(); synced = last; free();",
                        """
                        if (entriesWait) {
                            file.sync();
                        }
                        entriesWait = false;
                        synced = last;
                        free();\
                        """));
    }

    private static Mutant aNodeWithoutLogForgetsItsVote() {
        return Mutant.of(
                        "E8",
                        "a node whose log is still empty forgets its vote at a restart",
                        in(
                                "Replica",
                                "recovered == null ? HardState.INITIAL : recovered.hard()",
                                """
                        recovered == null
                                || (recovered.entries().isEmpty() && recovered.snapshot() == null)
                                ? HardState.INITIAL
                                : recovered.hard()\
                        """),
                        UNCHECKED_VOTES)
                .under("members");
    }

    private static Mutant aRestartForgetsTheVote() {
        return Mutant.of(
                "E7b",
                "a restart forgets the vote",
                in(
                        "Replica",
                        "recovered == null ? HardState.INITIAL : recovered.hard()",
                        """
                        recovered == null
                                ? HardState.INITIAL
                                : new HardState(recovered.hard().term(), NodeId.UNBOUND)\
                        """),
                UNCHECKED_VOTES);
    }

    private static Mutant anAddressMakesAMember() {
        return Mutant.of(
                        "E9",
                        "a node that lost its disk votes again in place of the member it was",
                        in("raft.Raft", "if (state.stray()) {", "if (true) {"),
                        in(
                                "raft.Memberships",
                                """
                        Invariant.check(latestIndex() == 0,
                            "only before the first entry", latestIndex(), 0);
                        history.set(0, new Configured(0, membership));\
                        """,
                                "history.set(history.size() - 1,"
                                        + " new Configured(latestIndex(), membership));"))
                .under("members");
    }

    private static Mutant comparesLogsByLengthFirst() {
        return Mutant.of(
                "E10",
                "the longer log wins an election, not the one of the newer term",
                in(
                        "raft.Elections",
                        "request.last().compareTo(state.log.last()) < 0",
                        "request.last().index() < state.log.last().index()"));
    }

    private static Mutant wantsLogsToBeNewerAndLonger() {
        return Mutant.of(
                        "E10b",
                        "a log must be both newer and longer to win, and nobody's is",
                        in(
                                "raft.Elections",
                                "request.last().compareTo(state.log.last()) < 0",
                                """
                        request.last().term() < state.log.last().term()
                            || request.last().index() < state.log.last().index()\
                        """))
                .under("flapping");
    }

    private static Mutant countsVotesOfOldTerms() {
        return Mutant.of(
                "E11",
                "votes of older terms count",
                in(
                        "raft.Terms",
                        "if (message.term() < state.term()) {",
                        """
                        if (message.term() < state.term()
                                && !(message instanceof Message.VoteReply)) {\
                        """),
                in("raft.Candidate", "(!reply.granted() || reply.term() == term)", "true"));
    }

    private static Mutant aRestartedLeaderGoesOn() {
        return Mutant.rare(
                "E14",
                "a leader that restarts goes on leading its term",
                in(
                        "raft.Raft",
                        "terms = new Terms(state, follower);",
                        """
                        boolean led =
                            state.vote().equals(state.self)
                                    && state.log.last().term() == state.term();
                        terms = new Terms(state, led ? Leader.elected(state, now) : follower);\
                        """));
    }

    private static Mutant leadsOnInANewerTerm() {
        return Mutant.of(
                "E15",
                "a leader that hears of a newer term enters it and leads on",
                in(
                        "raft.Terms",
                        "role.leave(); state.enterTerm(term);",
                        """
                        if (role instanceof Leader) {
                            state.enterTerm(term);
                            return;
                        }
                        role.leave();
                        state.enterTerm(term);\
                        """));
    }

    private static Mutant ignoresTheNewerTermOfARefusal() {
        return Mutant.of(
                        "E17",
                        "a candidate that is refused does not learn the newer term, and never wins",
                        in(
                                "raft.Terms",
                                "if (message.term() > state.term() && !promise) {",
                                """
                        boolean answer = message instanceof Message.VoteReply r && r.pre();
                        if (message.term() > state.term() && !promise && !answer) {\
                        """))
                .under("flapping");
    }

    private static Mutant refusesWhomItDoesNotKnowYet() {
        return Mutant.of(
                        "E19",
                        "a voter refuses a candidate that came in by an entry it has not seen yet",
                        in("raft.Elections", "return companion ||", "return"))
                .under("snapshots");
    }

    private static Mutant askingRaisesTheTerm() {
        return Mutant.of(
                "E18",
                "being asked whether a node could win raises the term",
                in(
                        "raft.Terms",
                        "if (!request.pre() && admits && request.term() > state.term()) {",
                        "if (admits && request.term() > state.term()) {"));
    }

    private static Mutant countsAnswersToItsQuestionAsVotes() {
        return Mutant.of(
                "E23",
                "late answers to the question whether it could win count as votes",
                in(
                        "raft.Candidate",
                        "reply.pre() == pre && (!reply.granted() || reply.term() == term)",
                        "!reply.granted() || reply.term() == term"));
    }
}
