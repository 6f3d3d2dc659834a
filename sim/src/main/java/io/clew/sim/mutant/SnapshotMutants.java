package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import java.util.List;

/** Known bugs of snapshots: written, sent, installed, found again. */
final class SnapshotMutants {
    private SnapshotMutants() {}

    static List<Mutant> all() {
        return List.of(
                aLeftOverFileIsNotTruncated(),
                theNameOfASnapshotIsNotSynced(),
                compactsBeforeTheSnapshotIsDurable(),
                aReceivedSnapshotIsNotSynced(),
                keepsAConflictingEnd(),
                aLateOlderSnapshotDeletesTheNewer(),
                installsWhatIsBehindItsCommit(),
                claimsOneEntryLess(),
                leavesRevisionsOut(),
                savesAnUncommittedMembership(),
                keepsItsOwnMembershipAtAnInstallation(),
                mergesInsteadOfReplacing(),
                countsWhatASnapshotReplaced(),
                neverSendsFromTheStartAgain(),
                leavesSnapshotsOutWhenItReadsBack());
    }

    private static Mutant aLeftOverFileIsNotTruncated() {
        return Mutant.of(
                        "W6d",
                        "a snapshot is written over a left-over file without truncating it",
                        in(
                                "storage.SnapshotStore",
                                """
                        if (disk.list().contains(temporary)) {
                            disk.delete(temporary);
                        }\
                        """,
                                "boolean again = disk.list().contains(temporary);"),
                        in(
                                "storage.SnapshotStore",
                                "try (var file = disk.create(temporary)) {",
                                "try (var file = again"
                                        + " ? disk.open(temporary) : disk.create(temporary)) {"),
                        in(
                                "storage.Storage",
                                "files.stream().filter(SnapshotName::isTemporary)"
                                        + ".forEach(disk::delete);",
                                ""))
                .under("snapshots");
    }

    private static Mutant theNameOfASnapshotIsNotSynced() {
        return Mutant.of(
                "W6c",
                "the folder is not synced after a snapshot has got its name",
                in(
                        "storage.SnapshotStore",
                        "disk.rename(preliminary, name.fileName()); disk.syncDirectory();",
                        "disk.rename(preliminary, name.fileName());"));
    }

    private static Mutant compactsBeforeTheSnapshotIsDurable() {
        return Mutant.of(
                "W8",
                "the log is compacted before the snapshot is durable",
                in(
                        "storage.SnapshotWriter",
                        "file.sync(); return new SnapshotId(",
                        "return new SnapshotId("));
    }

    private static Mutant aReceivedSnapshotIsNotSynced() {
        return Mutant.of(
                "W8b",
                "a received snapshot takes the log's place before it is durable",
                in(
                        "storage.SnapshotStore",
                        """
                        try (var file = disk.open(name.partName())) {
                            file.sync();
                        }\
                        """,
                        ""));
    }

    private static Mutant keepsAConflictingEnd() {
        return Mutant.of(
                        "S1",
                        "a conflicting end of the log survives the installation of a snapshot",
                        in(
                                "raft.RaftState",
                                "log.contains(last.index()) && log.matches(last)",
                                "log.contains(last.index())"))
                .under("snapshots");
    }

    private static Mutant aLateOlderSnapshotDeletesTheNewer() {
        return Mutant.of(
                        "S2",
                        "an older snapshot that is saved late deletes the newer one",
                        in(
                                "storage.SnapshotStore",
                                """
                        for (SnapshotName old : kept.subList(0, Math.max(0, kept.size() - KEPT))) {
                            if (!needed.contains(old.id())) {\
                        """,
                                """
                        for (SnapshotName old : kept) {
                            if (!old.equals(name) && !needed.contains(old.id())) {\
                        """))
                .under("snapshots");
    }

    private static Mutant installsWhatIsBehindItsCommit() {
        return Mutant.of(
                        "S3",
                        "a snapshot is installed although newer entries were applied meanwhile",
                        // Whose last piece comes twice, or too late.
                        in("raft.Follower", "last <= state.commit()", "last <= 0"),
                        in(
                                "raft.Raft",
                                "!(terms.role() instanceof Leader)"
                                        + " && snapshot.last().index() > state.commit()",
                                "!(terms.role() instanceof Leader)"),
                        in(
                                "raft.RaftState",
                                "Invariant.check(last.index() > commit,"
                                        + " \"a snapshot that leads on\","
                                        + " last.index(), commit);",
                                ""))
                .under("snapshots");
    }

    private static Mutant claimsOneEntryLess() {
        return Mutant.of(
                "S4",
                "a snapshot holds one entry more than it says",
                in(
                        "FileWork",
                        "long applied = state.appliedIndex(); var last",
                        "long applied = state.appliedIndex() - 1; var last"));
    }

    private static Mutant leavesRevisionsOut() {
        return Mutant.of(
                "S5",
                "a snapshot does not keep what is stored beside the values",
                in(
                        "storage.SnapshotReader",
                        "target.put(in.bytes(), in.bytes(), in.varint());",
                        """
                        target.put(in.bytes(), in.bytes(), target == keys
                            ? in.varint()
                            : Math.max(in.varint(), name.id().last().index()));\
                        """));
    }

    private static Mutant savesAnUncommittedMembership() {
        return Mutant.of(
                        "S6",
                        "a snapshot holds a configuration that is not committed",
                        in(
                                "FileWork",
                                "raft.configuredAt(applied)",
                                "new io.clew.engine.raft.Configured("
                                        + "raft.configuredAt(applied).index(), raft.membership())"))
                .under("snapshots");
    }

    private static Mutant keepsItsOwnMembershipAtAnInstallation() {
        return Mutant.of(
                        "S7",
                        "a node keeps its own configuration when it installs a snapshot",
                        in(
                                "raft.RaftState",
                                "memberships.reset(last.index(), configured, continues);",
                                """
                                memberships.reset(last.index(),
                                new Configured(last.index(), memberships.latest()), continues);\
                                """))
                .under("snapshots");
    }

    private static Mutant mergesInsteadOfReplacing() {
        return Mutant.of(
                        "S8",
                        "a snapshot is merged into the state and does not replace it",
                        in(
                                "kv.StateMachine",
                                "/** * Applies the next entry,",
                                """
                        public void merge(KvView data, long appliedIndex) {
                            for (KvView.Item item : data) {
                                store.put(item.key(), item.value(), item.revision());
                            }
                            applied = appliedIndex;
                        }

                        /** * Applies the next entry,\
                        """),
                        in(
                                "Replica",
                                "state = complete.state();",
                                "state.merge(complete.data(), complete.last().index());"))
                .under("snapshots");
    }

    private static Mutant countsWhatASnapshotReplaced() {
        return Mutant.of(
                        "S8b",
                        "the state that a snapshot has replaced is counted for ever",
                        in(
                                "Replica",
                                "private final StateBudget.Share held;",
                                "private StateBudget.Share held;"),
                        in(
                                "Replica",
                                "state = complete.state();",
                                "state = complete.state(); held = around.states().share();"))
                .under("snapshots");
    }

    private static Mutant neverSendsFromTheStartAgain() {
        return Mutant.of(
                        "S10",
                        "a receiver that has lost what it got is never sent it again",
                        in(
                                "raft.Progress",
                                "if (offset == snapshotOffset) {",
                                "if (offset <= snapshotOffset) {"))
                .under("snapshots");
    }

    private static Mutant leavesSnapshotsOutWhenItReadsBack() {
        return Mutant.of(
                        "V5",
                        "snapshots are left out when what is stored is read back",
                        in(
                                "storage.Scrubber",
                                "newest.values()"
                                        + ".forEach(name -> waiting.add(name.fileName()));",
                                ""))
                .under("members");
    }
}
