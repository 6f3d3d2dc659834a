package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import java.util.List;

/** Bugs of those who come and go, and of handing leadership over. */
final class MembershipMutants {
    private MembershipMutants() {}

    static List<Mutant> all() {
        return List.of(
                changesBeforeItsFirstCommit(),
                goesByWhatIsCommitted(),
                countsVotesByWhatIsCommitted(),
                keepsATruncatedConfiguration(),
                beginsASecondChange(),
                doesNotFinishAJointChange(),
                believesThatItHasLeft(),
                votesAgainstALeaderThatItHears(),
                campaignsAfterItHasLeft(),
                handsOverTooSoon(),
                learnersCount(),
                learnersConfirmReads(),
                tooFewCommitWhileSomeGo(),
                oneHalfCommits(),
                oneHalfElects(),
                votesOfAnybodyCount(),
                forgetsTheConfigurationInTheSnapshot(),
                learnersRefuseToVote(),
                asksBeforeItTakesOver(),
                handsOverTooLate(),
                takesAnOrderToLeadForAStrangers(),
                letsAnEmptyLogVote());
    }

    private static Mutant changesBeforeItsFirstCommit() {
        return Mutant.rare(
                        "M1",
                        "a leader begins a change before it has committed "
                                + "an entry of its term",
                        in(
                                "raft.Leader",
                                "if (!settled() || state.memberships.latestIndex() "
                                        + "> state.commit()) { return \"the last",
                                "if (state.memberships.latestIndex() > "
                                        + "state.commit()) { return \"the last"))
                .under("members");
    }

    private static Mutant goesByWhatIsCommitted() {
        return Mutant.of(
                        "M2",
                        "a configuration comes into force only when it is " + "committed",
                        in(
                                "raft.RaftState",
                                "return memberships.latest();",
                                "return memberships.at(commit).membership();"))
                .under("members");
    }

    private static Mutant countsVotesByWhatIsCommitted() {
        return Mutant.of(
                        "M3",
                        "a candidate counts votes by the configuration "
                                + "that it knows to be committed",
                        in(
                                "raft.Candidate",
                                "return Quorum.reached(state.membership(), "
                                        + "granted::contains);",
                                "return "
                                        + "Quorum.reached("
                                        + "state.memberships.at(state.commit()).membership(), "
                                        + "granted::contains);"))
                .under("members");
    }

    private static Mutant keepsATruncatedConfiguration() {
        return Mutant.of(
                        "M4",
                        "a configuration stays in force after its entry " + "was cut off",
                        in("raft.RaftState", "memberships.truncateFrom(index);", ""),
                        in(
                                "raft.Memberships",
                                "Invariant.check(index > latestIndex(), \"rising "
                                        + "configurations\", index, latestIndex());",
                                ""))
                .under("members");
    }

    private static Mutant beginsASecondChange() {
        return Mutant.of(
                        "M5",
                        "a change is begun while those who join by another " + "one still catch up",
                        in(
                                "raft.Change",
                                "if (current.changing() && !cancels(current)) {",
                                "if (false) {"))
                .under("members");
    }

    private static Mutant doesNotFinishAJointChange() {
        return Mutant.of(
                        "M6",
                        "a new leader does not finish the joint change of " + "the one before",
                        in(
                                "raft.Leader",
                                "if (current.joint()) {",
                                "if (current.joint() && "
                                        + "state.memberships.latestIndex() < termStart) { "
                                        + "return null; } if (current.joint()) {"))
                .under("members");
    }

    private static Mutant believesThatItHasLeft() {
        return Mutant.of(
                        "M7",
                        "a node that replays a log from before it joined "
                                + "believes that it has left for good",
                        in(
                                "raft.RaftState",
                                "commit = Math.max(commit, index);",
                                """
                        commit = Math.max(commit, index);
                        gone |= departed();\
                        """),
                        in(
                                "raft.RaftState",
                                "private long commit;",
                                """
                        private long commit;
                        private boolean gone;\
                        """),
                        in(
                                "raft.RaftState",
                                "return membership().votes(self) ||",
                                "return !gone && membership().votes(self) ||"))
                .under("members");
    }

    private static Mutant votesAgainstALeaderThatItHears() {
        return Mutant.of(
                        "M8",
                        "whoever hears its leader votes all the same, so "
                                + "that removed members disturb",
                        in(
                                "raft.Elections",
                                "return leader != null && !request.transfer() && "
                                        + "!leader.equals(from);",
                                "return false;"))
                .under("members");
    }

    private static Mutant campaignsAfterItHasLeft() {
        return Mutant.of(
                        "M8b",
                        "a node campaigns on when it knows that it has left",
                        in(
                                "raft.RaftState",
                                "return membership().votes(self) ||",
                                "return !stray() || membership().votes(self) ||"))
                .under("members");
    }

    private static Mutant handsOverTooSoon() {
        return Mutant.of(
                        "M9",
                        "leadership is handed to a node that does not have " + "the whole log",
                        in(
                                "raft.Handover",
                                "next != null && next.match() == last && "
                                        + "state.commit() == last",
                                "next != null"))
                .under("members");
    }

    private static Mutant learnersCount() {
        return Mutant.of(
                        "M10",
                        "learners are counted when entries are committed",
                        in(
                                "raft.Quorum",
                                "long incoming = median(membership.voters(), " + "position);",
                                "long incoming = median(membership.members(), " + "position);"))
                .under("members");
    }

    private static final String CONFIRMED =
            """
            && Quorum.reached(
                state.membership(),
                id -> id.equals(state.self)
                    || replication.follower(id).round() >= reads.round())) {\
            """;

    private static Mutant learnersConfirmReads() {
        return Mutant.of(
                        "R16",
                        "learners are counted when reads are confirmed",
                        in(
                                "raft.Leader",
                                CONFIRMED,
                                """
                        && replication.followers().stream()
                                    .filter(f -> f.round() >= reads.round())
                                    .count() + 1
                            > state.membership().voters().size() / 2) {\
                        """))
                .under("members");
    }

    private static Mutant tooFewCommitWhileSomeGo() {
        return Mutant.of(
                        "R17",
                        "while members are to go, one of those who stay too few commits",
                        in(
                                "raft.Quorum",
                                """
                        return membership.outgoing().isEmpty()
                            ? incoming
                            : Math.min(incoming, median(membership.outgoing(), position));\
                        """,
                                """
                        long old = median(membership.outgoing(), position);
                        long[] all = membership.voters().stream()
                            .mapToLong(m -> m.id().bound() ? position.applyAsLong(m.id()) : 0)
                            .sorted()
                            .toArray();
                        int next = Math.min((all.length - 1) / 2 + 1, all.length - 1);
                        boolean goes = membership.outgoing().stream()
                            .anyMatch(m -> !membership.isVoter(m.id()));
                        return membership.outgoing().isEmpty()
                            ? incoming
                            : Math.min(goes ? all[next] : incoming, old);\
                        """))
                .under("members");
    }

    private static Mutant oneHalfCommits() {
        return Mutant.of(
                        "R15",
                        "while a change is joint, the new voters commit alone",
                        in(
                                "raft.Quorum",
                                "? incoming : Math.min(incoming, "
                                        + "median(membership.outgoing(), position));",
                                "? incoming : incoming;"))
                .under("members");
    }

    private static Mutant oneHalfElects() {
        return Mutant.of(
                        "R15b",
                        "while a change is joint, the new voters elect alone",
                        in(
                                "raft.Quorum",
                                "&& (membership.outgoing().isEmpty() || "
                                        + "majority(membership.outgoing(), agrees));",
                                ";"))
                .under("members");
    }

    private static Mutant votesOfAnybodyCount() {
        return Mutant.of(
                        "E12",
                        "votes of those who have none count",
                        in(
                                "raft.Candidate",
                                "return Quorum.reached(state.membership(), "
                                        + "granted::contains);",
                                "return granted.size() > "
                                        + "state.membership().voters().size() / 2;"))
                .under("members");
    }

    private static Mutant forgetsTheConfigurationInTheSnapshot() {
        return Mutant.of(
                        "E13",
                        "a restart forgets the configuration in the snapshot",
                        in(
                                "raft.Raft",
                                "atSnapshot == null ? new Configured(0, initial) : atSnapshot",
                                "new Configured(base.index(), initial)"))
                .under("members");
    }

    private static Mutant learnersRefuseToVote() {
        return Mutant.of(
                        "E19b",
                        "a node that was promoted and does not know it yet " + "refuses to vote",
                        in(
                                "raft.Elections",
                                "boolean free = request.term() > state.term() || "
                                        + "!state.vote().bound();",
                                "if (!state.stray() && "
                                        + "!state.membership().votes(state.self)) { return "
                                        + "\"no voter\"; } boolean free = request.term() > "
                                        + "state.term() || !state.vote().bound();"))
                .under("members");
    }

    private static Mutant asksBeforeItTakesOver() {
        return Mutant.of(
                        "E22",
                        "whoever is told to lead asks the others first, " + "who hear the leader",
                        in(
                                "raft.Terms",
                                "role = Candidate.campaign(state, true, now);",
                                "role = Candidate.ask(state, now);"))
                .under("members");
    }

    private static Mutant handsOverTooLate() {
        return Mutant.of(
                        "M9b",
                        "a leader that stood still asks an heir whose time is over, and goes on",
                        in("raft.Handover", "heir == null || now >= deadline ?", "heir == null ?"))
                .under("members");
    }

    private static Mutant takesAnOrderToLeadForAStrangers() {
        return Mutant.of(
                        "M9c",
                        "an heir that was just restarted does not obey a leader that has left",
                        in("raft.Terms", "|| message instanceof Message.TimeoutNow;", ";"))
                .under("members");
    }

    private static Mutant letsAnEmptyLogVote() {
        return Mutant.of(
                        "M11",
                        "a leader that has committed nothing yet takes an empty log for enough",
                        in(
                                "raft.Leader",
                                "private long caughtUpAt = Long.MAX_VALUE;",
                                "private long caughtUpAt;"),
                        in(
                                "raft.Leader",
                                "caughtUpAt = settled() ? state.commit() : Long.MAX_VALUE;",
                                "caughtUpAt = state.commit();"))
                .under("members");
    }
}
