package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import java.util.List;

/** Known bugs of the write-ahead log: what is durable, when, and what is found again. */
final class LogMutants {
    private static final String APPEND = "void append(List<ShardWrite> shards) {";

    private LogMutants() {}

    static List<Mutant> all() {
        return List.of(
                truncatesInAWriteOfItsOwn(),
                writesEntriesBeforeTheirTerm(),
                vouchesBeforeTheSync(),
                neverSyncs(),
                takesDamageForTheEnd(),
                goesOnAtTheWrongPlaceAfterATornEnd(),
                freesSegmentsNewestFirst(),
                truncatesOnlyInMemory(),
                doesNotSyncTheNameOfASegment(),
                doesNotSyncTheHeaderOfASegment(),
                cutsTheSpareThatItFinds(),
                aNewSegmentHasNoTermAndVote(),
                writesIntoASectorThatIsSynced(),
                takesWhatItReadForDurable(),
                beginsASegmentBeforeTheOldIsSynced());
    }

    private static Mutant truncatesInAWriteOfItsOwn() {
        return Mutant.of(
                        "R4",
                        "a truncation and the entries that follow it are two writes",
                        in(
                                "storage.Wal",
                                APPEND,
                                """
                        void append(List<ShardWrite> shards) {
                            var cuts = new java.util.ArrayList<ShardWrite>();
                            for (ShardWrite each : shards) {
                                var write = each.write();
                                var tail = tails.getOrDefault(each.shard(), ShardTail.INITIAL);
                                long from = write.firstIndex();
                                if (from != 0 && from <= tail.lastIndex()) {
                                    cuts.add(new ShardWrite(each.shard(),
                                        new io.clew.engine.raft.LogWrite(
                                            write.hard(), write.mark(), from, List.of())));
                                }
                            }
                            if (!cuts.isEmpty()) {
                                appendAsOne(cuts);
                                sync();
                            }
                            appendAsOne(shards);
                        }

                        private void appendAsOne(List<ShardWrite> shards) {\
                        """))
                .under("power");
    }

    private static Mutant writesEntriesBeforeTheirTerm() {
        return Mutant.of(
                        "R19",
                        "entries are durable before their term is",
                        in(
                                "storage.Wal",
                                APPEND,
                                """
                        void append(List<ShardWrite> shards) {
                            var early = new java.util.ArrayList<ShardWrite>();
                            for (ShardWrite each : shards) {
                                var write = each.write();
                                var tail = tails.getOrDefault(each.shard(), ShardTail.INITIAL);
                                if (!write.entries().isEmpty()
                                        && !write.hard().equals(tail.hard())) {
                                    early.add(new ShardWrite(each.shard(),
                                        new io.clew.engine.raft.LogWrite(tail.hard(), write.mark(),
                                            write.firstIndex(), write.entries())));
                                }
                            }
                            if (!early.isEmpty()) {
                                appendAsOne(early);
                                sync();
                            }
                            appendAsOne(shards);
                        }

                        private void appendAsOne(List<ShardWrite> shards) {\
                        """))
                .under("power");
    }

    private static Mutant vouchesBeforeTheSync() {
        return Mutant.of(
                "W1",
                "what vouches for the disk leaves before the disk has it",
                in("raft.RaftOutbox", "(durable ? now : afterWrite).add(", "now.add("));
    }

    private static Mutant neverSyncs() {
        return Mutant.of(
                "W1b",
                "the log is never synced",
                in("storage.Wal", "file.sync(); synced = last; free();", "synced = last; free();"));
    }

    private static Mutant takesDamageForTheEnd() {
        return Mutant.of(
                        "W2",
                        "damage in the middle is taken for the torn end of the log",
                        in(
                                "storage.WalRecovery",
                                "} else if (!whole) {",
                                "} else if (sequence < 0) {"),
                        in(
                                "storage.WalRecovery",
                                "header.firstSequence() != sequence"
                                        + " || !header.checkpoint().equals(tails())",
                                "header.firstSequence() < 0"),
                        in(
                                "storage.WalRecovery",
                                "if (evidence >= 0) {",
                                "if (evidence == Long.MAX_VALUE) {"))
                .under("members");
    }

    private static Mutant goesOnAtTheWrongPlaceAfterATornEnd() {
        return Mutant.of(
                        "W3",
                        "after a torn end the log goes on in the middle of its last record",
                        in(
                                "storage.Wal",
                                "old.truncate(FrameHeader.align(found.end(), "
                                        + "SegmentHeader.SECTOR_BYTES));",
                                """
                        old.truncate(found.end()
                            / SegmentHeader.SECTOR_BYTES * SegmentHeader.SECTOR_BYTES);\
                        """))
                .under("power");
    }

    private static Mutant freesSegmentsNewestFirst() {
        return Mutant.of(
                        "W4",
                        "segments are freed newest first, and a crash leaves a hole",
                        in(
                                "storage.Wal",
                                "while (segments.size() > 1"
                                        + " && !segments.getFirst().needed(tails)) {",
                                """
                        var free = new ArrayDeque<SegmentUse>();
                        while (segments.size() > 1 && !segments.getFirst().needed(tails)) {
                            free.push(segments.removeFirst());
                        }
                        while (!free.isEmpty()) {\
                        """),
                        in(
                                "storage.Wal",
                                "SegmentHeader.fileName(segments.removeFirst().generation())",
                                "SegmentHeader.fileName(free.pop().generation())"))
                .under("snapshots");
    }

    private static Mutant truncatesOnlyInMemory() {
        return Mutant.of(
                "W5",
                "a truncation is not written, and what was dropped comes back at a restart",
                in("raft.RaftLog", "cut = true; unwritten = index;", ""));
    }

    private static Mutant doesNotSyncTheNameOfASegment() {
        return Mutant.of(
                "W6",
                "the folder is not synced after a segment has got its name",
                in(
                        "storage.Spare",
                        "disk.rename(NAME, header.fileName()); disk.syncDirectory();",
                        "disk.rename(NAME, header.fileName());"));
    }

    private static Mutant doesNotSyncTheHeaderOfASegment() {
        return Mutant.of(
                "W6b",
                "a segment gets its name before its header is durable",
                in("storage.Spare", "file().sync(); disk.rename(", "disk.rename("));
    }

    private static Mutant cutsTheSpareThatItFinds() {
        return Mutant.of(
                        "W16",
                        "a start relies on names that it finds and that may not be durable",
                        in(
                                "storage.Spare",
                                "disk.syncDirectory(); if (existing.contains(NAME)) {",
                                "if (existing.contains(NAME)) {"))
                .under("power");
    }

    private static Mutant aNewSegmentHasNoTermAndVote() {
        return Mutant.of(
                        "W7",
                        "term and vote go with the segments that are freed",
                        in(
                                "storage.SegmentHeader",
                                "BatchCodec.writeHard(tail.hard(), out);",
                                "BatchCodec.writeHard("
                                        + "io.clew.engine.raft.HardState.INITIAL, out);"),
                        in("storage.WalRecovery", "|| !header.checkpoint().equals(tails())", ""))
                .under("snapshots");
    }

    private static Mutant writesIntoASectorThatIsSynced() {
        return Mutant.of(
                "W13",
                "a record begins in a sector of synced ones, which a torn write destroys",
                in(
                        "storage.Wal",
                        "position, synced == last ? SegmentHeader.SECTOR_BYTES"
                                + " : FrameHeader.ALIGNMENT",
                        "position, FrameHeader.ALIGNMENT"));
    }

    private static Mutant takesWhatItReadForDurable() {
        return Mutant.of(
                        "W14",
                        "a start takes all that it could read for durable",
                        in(
                                "storage.WalRecovery",
                                """
                        provenTails = tails();
                        provenEnd = reader.end();
                        provenNext = sequence;
                        while (readRecord(reader, name)) {
                            sequence++;
                        }\
                        """,
                                """
                        while (readRecord(reader, name)) {
                            sequence++;
                        }
                        provenTails = tails();
                        provenEnd = reader.end();
                        provenNext = sequence;\
                        """))
                .under("power");
    }

    private static Mutant beginsASegmentBeforeTheOldIsSynced() {
        return Mutant.of(
                        "W15",
                        "a segment is begun before the one before is synced",
                        in("storage.Wal", "sync(); long end = position;", "long end = position;"))
                .under("power");
    }
}
