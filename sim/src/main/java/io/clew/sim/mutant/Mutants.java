package io.clew.sim.mutant;

import io.clew.sim.mutant.Mutant.Edit;

import java.util.List;

/** Bugs that other implementations of Raft have really had, to be planted in this one. */
public final class Mutants {
    private static final String RAFT = "io.clew.engine.raft.";
    private static final String STORAGE = "io.clew.engine.storage.";

    private static final int SEEDS_MAX = 200;
    private static final int RARE_SEEDS_MAX = 1000;

    private Mutants() {}

    public static List<Mutant> all() {
        return List.of(
                answersBeforeTheSync(),
                vouchesBeforeTheSync(),
                neverSyncs(),
                countsVotesOfOldTerms(),
                commitsOldTermsByCounting(),
                forgetsTheVoteAtRestart(),
                commitsWhatWasNotVerified(),
                truncatesWhatAgrees(),
                readsWithoutAsking(),
                readsBeforeItKnows());
    }

    private static Mutant mutant(String name, Edit... edits) {
        return new Mutant(name, SEEDS_MAX, List.of(edits));
    }

    static Mutant answersBeforeTheSync() {
        return mutant(
                "a leader counts entries that it has not synced",
                new Edit(
                        RAFT + "Leader",
                        "id.equals(state.self) ? state.log.durable()",
                        "id.equals(state.self) ? state.log.lastIndex()"),
                new Edit(
                        RAFT + "Raft",
                        "return Math.min(state.commit(), state.log.durable());",
                        "return state.commit();"));
    }

    static Mutant vouchesBeforeTheSync() {
        return mutant(
                "what vouches for the disk leaves before the disk has it",
                new Edit(RAFT + "RaftOutbox", "(durable ? now : afterWrite).add(", "now.add("));
    }

    static Mutant neverSyncs() {
        return mutant(
                "the log is never synced",
                new Edit(
                        STORAGE + "Wal",
                        "            file.sync();\n            synced = last;",
                        "            synced = last;"));
    }

    static Mutant countsVotesOfOldTerms() {
        return mutant(
                "votes of old terms count",
                new Edit(
                        RAFT + "Raft",
                        "if (message.term() < state.term()) {",
                        "if (message.term() < state.term()"
                                + " && !(message instanceof Message.VoteReply)) {"),
                new Edit(RAFT + "Candidate", "(!reply.granted() || reply.term() == term)", "true"));
    }

    static Mutant commitsOldTermsByCounting() {
        return mutant(
                "entries of older terms are committed by counting",
                new Edit(
                        RAFT + "Leader",
                        "index <= state.commit() || state.log.term(index) != state.term()",
                        "index <= state.commit()"));
    }

    static Mutant forgetsTheVoteAtRestart() {
        return mutant(
                "a restart forgets the vote",
                new Edit(
                        "io.clew.engine.Replica",
                        "recovered == null ? HardState.INITIAL : recovered.hard()",
                        "recovered == null ? HardState.INITIAL : new HardState("
                                + "recovered.hard().term(), NodeId.UNBOUND)"),
                new Edit(STORAGE + "ShardTail", "        checkVote(write.hard());\n", ""));
    }

    static Mutant commitsWhatWasNotVerified() {
        return mutant(
                "a heartbeat commits entries that were never compared",
                new Edit(
                        RAFT + "Replication",
                        "Math.min(state.commit(), follower.match())",
                        "state.commit()"));
    }

    static Mutant truncatesWhatAgrees() {
        return mutant(
                "an append truncates entries that agree",
                new Edit(
                        RAFT + "Follower",
                        "entry.index() <= log.base().index() || log.matches(entry.id())",
                        "entry.index() <= state.commit()"));
    }

    /** Seldom seen: a deposed leader steps down soon, and drops its reads when it does. */
    static Mutant readsWithoutAsking() {
        return new Mutant(
                "a leader serves reads without asking whether it still leads",
                RARE_SEEDS_MAX,
                List.of(
                        new Edit(
                                RAFT + "Leader",
                                "replication.follower(id).round() >= reads.round()",
                                "true")));
    }

    static Mutant readsBeforeItKnows() {
        return mutant(
                "a new leader serves reads before it knows what is committed",
                new Edit(
                        RAFT + "Leader",
                        "if (settled() && reads.wantsRound()) {",
                        "if (reads.wantsRound()) {"));
    }
}
