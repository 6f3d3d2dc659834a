package io.clew.sim.mutant;

import static io.clew.sim.mutant.Mutant.Edit.in;

import java.util.List;

/** Bugs of groups that share nodes: of their placement, their replicas' ends, and the one log. */
final class ShardMutants {
    private ShardMutants() {}

    static List<Mutant> all() {
        return List.of(
                obeysALateOrder(),
                takesASnapshotForAChange(),
                removesBeforeItAdds(),
                givesANumberAgain(),
                comesBackFromTheGrave(),
                takesWhatIsForAnother(),
                mixesGroupsUp(),
                freesWhatAnotherNeeds(),
                forgetsTermsOfOthers(),
                clearsAllButOne(),
                clearsTooLate(),
                asksForAClearOnce(),
                tellsOfOneShardWhatWasCleared(),
                forgetsWhatItTookBack(),
                countsWhatHasGone(),
                movesNothing(),
                losesNobody(),
                drainsNothing(),
                evensNothing());
    }

    private static Mutant obeysALateOrder() {
        return Mutant.of(
                        "P1",
                        "an order to move a replica is obeyed whatever the group has become since",
                        in(
                                "GroupCare",
                                "move != null && move.expects() == raft.membershipIndex()",
                                "move != null"))
                .under("shards");
    }

    private static Mutant takesASnapshotForAChange() {
        return Mutant.of(
                        "P1b",
                        "a leader that has its configuration from a snapshot takes orders for late",
                        in(
                                "FileWork",
                                "raft.configuredAt(applied)",
                                "new io.clew.engine.raft.Configured("
                                        + "applied, raft.configuredAt(applied).membership())"))
                .under("shards");
    }

    private static Mutant removesBeforeItAdds() {
        return Mutant.of(
                        "P2",
                        "a move takes the old replica away before it adds the new one",
                        in(
                                "GroupCare",
                                "add == null ? List.of() : List.of(Member.of(add));",
                                """
                                add == null
                                || raft.membership().members().stream().anyMatch(
                                m -> m.id().equals(move.remove()))
                                ? List.of() : List.of(Member.of(add));\
                                """))
                .under("shards");
    }

    private static Mutant givesANumberAgain() {
        return Mutant.of(
                        "P3",
                        "the number of a replica that is gone is given to another",
                        in(
                                "placement.Application",
                                "settled.replicas(), now.nextReplica(), settled.configuration()",
                                """
                                settled.replicas(),
                                1 + settled.replicas().stream().mapToInt(NodeId::replica)
                                .max().getAsInt(),
                                settled.configuration()\
                                """))
                .under("shards");
    }

    private static Mutant comesBackFromTheGrave() {
        return Mutant.of(
                        "P4",
                        "an older placement that is applied again brings back a replica that is"
                                + " gone",
                        in("Replicas", "&& graves.getOrDefault(shard, 0) < number", ""),
                        in(
                                "storage.ShardTail",
                                "other ? next.replica() >= hard.replica() : next.replica() =="
                                        + " hard.replica(),",
                                "true,"),
                        in(
                                "storage.ShardTail",
                                "!hard.gone() || next.gone() || next.replica() > hard.replica(),",
                                "true,"))
                .under("shards");
    }

    private static Mutant takesWhatIsForAnother() {
        return Mutant.of(
                        "P5",
                        "a replica takes what is for the one that was there before it",
                        in(
                                "Node",
                                "replica != null && replica.raft().self().replica() =="
                                        + " routed.to()",
                                "replica != null"))
                .under("shards");
    }

    private static Mutant mixesGroupsUp() {
        return Mutant.of(
                        "P6",
                        "what waited for the disk goes to the group of what waited before it",
                        in(
                                "Outgoing",
                                "held.add(new Held(sequence, shard, addressed));",
                                """
                                held.add(new Held(sequence,
                                held.isEmpty() ? shard : held.getLast().shard, addressed));\
                                """))
                .under("shards");
    }

    private static Mutant freesWhatAnotherNeeds() {
        return Mutant.of(
                        "P7",
                        "a segment is freed once the first shard in it needs it no more",
                        in(
                                "storage.SegmentUse",
                                "if (tail == null || use.getValue() > tail.mark().index()) {"
                                        + " return true; }",
                                "return tail == null || use.getValue() > tail.mark().index();"))
                .under("shards");
    }

    private static Mutant forgetsTermsOfOthers() {
        return Mutant.of(
                        "P8",
                        "a segment begins with the term and the vote of the first shard alone",
                        in(
                                "storage.SegmentHeader",
                                "BatchCodec.writeHard(tail.hard(), out);",
                                """
                                BatchCodec.writeHard(shard == 0 ? tail.hard()
                                : tail.hard().voted(0, io.clew.engine.raft.NodeId.UNBOUND), out);\
                                """),
                        in("storage.WalRecovery", "|| !header.checkpoint().equals(tails())", ""))
                .under("shards");
    }

    private static Mutant clearsAllButOne() {
        return Mutant.of(
                        "P9",
                        "all shards are cleared but the last",
                        in("Clears", "shard < shards; shard++", "shard < shards - 1; shard++"))
                .under("shards");
    }

    private static Mutant clearsTooLate() {
        return Mutant.of(
                        "P10",
                        "a shard obeys an order to clear again when it comes late",
                        in("kv.Sharding", "return number > lastClear;", "return true;"),
                        in("Clears", "if (!coming && !obeyed &&", "if ("))
                .under("shards");
    }

    private static Mutant asksForAClearOnce() {
        return Mutant.of(
                        "P9b",
                        "a clear that comes again is answered without asking the other shards",
                        in(
                                "Clears",
                                "!(reply instanceof Reply.Written written)",
                                """
                                !(reply instanceof Reply.Written written)
                                || reply instanceof Reply.DoneOnce once && once.repeated()\
                                """))
                .under("shards");
    }

    private static Mutant tellsOfOneShardWhatWasCleared() {
        return Mutant.of(
                        "P12",
                        "who has cleared all shards may find in the others what was there before",
                        in(
                                "Clears",
                                "answer(order, order.reply.with(order.seen));",
                                "answer(order, order.reply);"))
                .under("shards");
    }

    private static Mutant countsWhatHasGone() {
        return Mutant.of(
                        "P13",
                        "the state of a replica that is gone is counted for ever",
                        in("Replica", "held.end();", ""))
                .under("shards");
    }

    private static Mutant forgetsWhatItTookBack() {
        return Mutant.of(
                        "P11",
                        "a move is taken back without asking whether its group has made it",
                        in(
                                "placement.Application",
                                "now.configuration(), abandoned)",
                                "now.configuration(), null)"))
                .under("shards");
    }

    private static Mutant movesNothing() {
        return Mutant.of(
                        "P14",
                        "no replica is ever moved",
                        in(
                                "placement.Rebalancer",
                                "if (placement.paused() || moves.size() >= movesMax) {",
                                "if (placement.version() > 0) {"))
                .under("shards");
    }

    private static Mutant losesNobody() {
        return Mutant.of(
                        "P15",
                        "who is silent for ever is never lost, and is not replaced",
                        in(
                                "Placer",
                                "silence.isLonger(node, config.lostAfterNanos())",
                                "config.lostAfterNanos() < 0"))
                .under("shards");
    }

    private static Mutant drainsNothing() {
        return Mutant.of(
                        "P16",
                        "a node that is drained keeps what it has",
                        in(
                                "placement.Rebalancer",
                                "step = leave(layout, layout::usable, factor);",
                                "step = null;"))
                .under("shards");
    }

    private static Mutant evensNothing() {
        return Mutant.of(
                        "P17",
                        "a node that joins stays empty while others carry all",
                        in(
                                "placement.Rebalancer",
                                "return step == null ? even(layout) : step;",
                                "return step;"))
                .under("shards");
    }
}
