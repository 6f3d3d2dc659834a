package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import java.util.List;

/** Known bugs of writes that come again. */
final class KeyMutants {
    private static final String JUDGED =
            """
            KeyedOutcome known = keys.judge(keyed.issued(), keyed.unique(), keyed.write());
            if (known != null) { return known; }\
            """;

    private KeyMutants() {}

    static List<Mutant> all() {
        return List.of(
                onlyTheLeaderRemembers(),
                onlyTheDoorLooks(),
                takesAnotherWriteForTheSame(),
                expiresByTheOwnClock(),
                expiresInAnotherOrderAfterARestart(),
                forgetsThatItForgot(),
                refusesWhatIsAtTheFloor(),
                leavesKeysOutOfSnapshots(),
                answersARepetitionByItsOwnEntry(),
                hasNoRoomForARepetition(),
                refusesTokensThatItHasNotReached(),
                takesTokensOfOtherShards(),
                givesTokensOfAClusterToBe());
    }

    private static Mutant onlyTheLeaderRemembers() {
        return Mutant.of(
                "X1",
                "the leader alone remembers keyed writes",
                in("kv.StateMachine", JUDGED, ""),
                in(
                        "KeyedWrites",
                        "private final LogTime time = new LogTime();",
                        """
                        private final LogTime time = new LogTime();
                        private final java.util.TreeMap<String, Long> own =
                            new java.util.TreeMap<>();\
                        """),
                in(
                        "KeyedWrites",
                        """
                        KeyedOutcome known =
                            state.keys().judge(token.index(), key.unique(), request.command());\
                        """,
                        """
                        Long mine = own.get(token.index() + "." + key.unique());
                        KeyedOutcome known = mine == null || mine > state.appliedIndex()
                            ? null : new KeyedOutcome.Done(mine, true);\
                        """),
                in(
                        "KeyedWrites",
                        "return new Command.Keyed(",
                        """
                        own.putIfAbsent(
                            request.key().token().index() + "." + request.key().unique(),
                            raft.log().lastIndex() + 1);
                        return new Command.Keyed(\
                        """));
    }

    private static Mutant onlyTheDoorLooks() {
        return Mutant.of(
                "X1b",
                "a keyed write is looked up when it is proposed, and not when it is applied",
                in("kv.StateMachine", JUDGED, ""));
    }

    private static Mutant takesAnotherWriteForTheSame() {
        return Mutant.of(
                "X1c",
                "another write under the same key is taken for a repetition",
                in(
                        "kv.AppliedKeys",
                        "return new ByteReader(known.value()).u64() == Fingerprint.of(write)",
                        "return true"));
    }

    private static Mutant expiresByTheOwnClock() {
        return Mutant.of(
                "X2",
                "keys grow old by each node's own clock",
                in(
                        "kv.StateMachine",
                        "private long applied;",
                        "public long ownMillis; private long applied;"),
                in(
                        "kv.StateMachine",
                        "keys.advance(keyed.timeMillis(), keyed.limits());",
                        "keys.advance(ownMillis, keyed.limits());"),
                in(
                        "Replica",
                        "keyedWrites.stepped(now, state);",
                        "keyedWrites.stepped(now, state); state.ownMillis = now / 1_000_000;"));
    }

    private static Mutant expiresInAnotherOrderAfterARestart() {
        return Mutant.of(
                        "X3",
                        "a restored table forgets in another order",
                        in(
                                "kv.AppliedKeys",
                                "kept.sort(Comparator.comparingLong(Kept::index));",
                                ""))
                .under("snapshots");
    }

    private static Mutant forgetsThatItForgot() {
        return Mutant.of(
                "X3b",
                "a key that is forgotten leaves no floor behind",
                in("kv.AppliedKeys", "floor = oldest.index;", ""));
    }

    private static Mutant refusesWhatIsAtTheFloor() {
        return Mutant.of(
                "X3c",
                "a token from the floor itself is refused",
                in("kv.AppliedKeys", "return issued < floor", "return issued <= floor"));
    }

    private static Mutant leavesKeysOutOfSnapshots() {
        return Mutant.of(
                        "S5b",
                        "a snapshot does not keep the keys of writes",
                        in(
                                "storage.SnapshotWriter",
                                "writeItems(KEYS, state.keys().records());",
                                "begin(KEYS); end();"),
                        in("storage.SnapshotWriter", "(long) state.keys().records().size()", "0L"))
                .under("snapshots");
    }

    private static Mutant answersARepetitionByItsOwnEntry() {
        return Mutant.of(
                "X6b",
                "a repetition is answered with its own entry instead of the first",
                in(
                        "Pending",
                        "Reply done = keyed == null ? new Reply.Done(index) : keyed;",
                        "Reply done = new Reply.Done(index);"));
    }

    private static Mutant hasNoRoomForARepetition() {
        return Mutant.of(
                "Q1c",
                "a node that is full refuses a write that it has applied before",
                in(
                        "Replica",
                        "&& !answered(token, keyedWrites.early(request, state))"
                                + " && !answered(token, full(request.command()))) {",
                        "&& !answered(token, full(request.command()))"
                                + " && !answered(token, keyedWrites.early(request, state))) {"));
    }

    private static Mutant refusesTokensThatItHasNotReached() {
        return Mutant.of(
                        "X7b",
                        "a leader that is one no longer judges tokens by its own log",
                        in(
                                "KeyedWrites",
                                "// What is applied stays true:",
                                """
                                if (token.index() > raft.log().lastIndex()) {
                                    return new Reply.KeyRefused(
                                        KeyFault.NOT_ISSUED, next(state));
                                }
                                // What is applied stays true:\
                                """))
                .under("readers");
    }

    private static Mutant takesTokensOfOtherShards() {
        return Mutant.of(
                        "X7d",
                        "a token is taken in whatever shard it was given out",
                        in("KeyedWrites", "token.shard() != shard ||", ""))
                .under("shards");
    }

    private static Mutant givesTokensOfAClusterToBe() {
        return Mutant.of(
                        "X7c",
                        "a cluster has a name before its first entry is on disk",
                        in(
                                "raft.Raft",
                                "return state.memberships.at(state.log.durable())"
                                        + ".membership().openClusterId();",
                                "return state.membership().openClusterId();"))
                .under("power");
    }
}
