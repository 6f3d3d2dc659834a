package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import java.util.List;

/** Replicas that differ, and comparisons that see a difference where there is none. */
final class ComparisonMutants {
    private ComparisonMutants() {}

    static List<Mutant> all() {
        return List.of(
                someNodesLeaveCommandsOut(),
                keepsWhatWasOverwrittenInTheHash(),
                leavesKeyedWritesOutOfTheHash(),
                hashesTheNewestConfiguration(),
                comparesAcrossAnInstallation());
    }

    private static Mutant someNodesLeaveCommandsOut() {
        return Mutant.of(
                "V1",
                "some of the nodes apply some of the commands as nothing",
                in(
                        "Replica",
                        "KeyedOutcome keyed = state.take(entry);",
                        """
                        KeyedOutcome keyed = null;
                        if (raft.self().value() % 4 == 1 && i % 8 == 0) {
                            state.skip(i);
                        } else {
                            keyed = state.take(entry);
                        }\
                        """));
    }

    private static Mutant keepsWhatWasOverwrittenInTheHash() {
        return Mutant.of(
                "V2",
                "an item that is overwritten stays in the state's hash",
                in("kv.KvStore", "hash -= ItemHash.of(old);", ""));
    }

    private static Mutant leavesKeyedWritesOutOfTheHash() {
        return Mutant.of(
                "V2b",
                "keyed writes are left out of the state's hash",
                in(
                        "kv.StateMachine",
                        "return store.hash() + keys.hash() + sharding.hash();",
                        "return store.hash() + sharding.hash();"));
    }

    private static Mutant hashesTheNewestConfiguration() {
        return Mutant.of(
                        "V3",
                        "a state is hashed with the newest configuration, not that of its entry",
                        in(
                                "StateComparison",
                                "Membership membership = raft.configuredAt(index).membership();",
                                "Membership membership = raft.membership();"))
                .under("members");
    }

    private static Mutant comparesAcrossAnInstallation() {
        return Mutant.of(
                        "V4",
                        "hashes from before a snapshot was installed are compared after it",
                        in("Replica", "comparison.restart(state);", ""))
                .under("snapshots");
    }
}
