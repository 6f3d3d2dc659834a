package io.clew.engine.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import io.clew.engine.Invariant;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Held;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.placement.PlacementChange.Abandon;
import io.clew.engine.placement.PlacementChange.Begin;
import io.clew.engine.placement.PlacementChange.Drain;
import io.clew.engine.placement.PlacementChange.Forget;
import io.clew.engine.placement.PlacementChange.Found;
import io.clew.engine.placement.PlacementChange.GiveUp;
import io.clew.engine.placement.PlacementChange.Host;
import io.clew.engine.placement.PlacementChange.Lost;
import io.clew.engine.placement.PlacementChange.Pause;
import io.clew.engine.placement.PlacementChange.Settled;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class PlacementTest {
    private static final NodeId A = Worlds.node(1);
    private static final NodeId B = Worlds.node(2);
    private static final NodeId C = Worlds.node(3);
    private static final NodeId D = Worlds.node(4);
    private static final List<NodeId> ABC = List.of(A.replica(1), B.replica(2), C.replica(3));
    private static final Begin MOVE = new Begin(1, D, B.replica(2), 1);

    /** Four nodes; one shard beside shard 0, on three of them. */
    private final Placement four =
            new Placement(
                    7,
                    3,
                    false,
                    List.of(new Assignment(ABC, 4, 1, null)),
                    Worlds.hosts("", "", "", ""));

    private final Placement moving = after(four, MOVE);

    @Test
    void nothingHappensBeforeTheClusterIsFounded() {
        assertNull(Placement.apply(null, new Pause(true)));
        assertNull(Placement.apply(null, MOVE));
    }

    @Test
    void aClusterIsFoundedOnce() {
        var hosts = List.of(new Host(A, "a:1", "x"), new Host(B, "b:1", "y"));
        var founded = Placement.apply(null, new Found(4, 3, hosts));
        assertNotNull(founded);
        assertEquals(4, founded.shards());
        assertEquals(3, founded.factor());
        assertEquals(1, founded.version());
        assertEquals(new Placement.Host("b:1", "y", false, false), founded.hosts().get(B));
        assertEquals(2, founded.holders(3).size());
        assertEquals(3, founded.nextReplica(3));
        nothing(founded, new Found(8, 2, hosts));
    }

    @Test
    void aMoveBeginsWithANewNumberAndEndsWhenTheGroupHasSettled() {
        var asked = moving.assignment(1);
        assertEquals(new Move(D.replica(4), B.replica(2), 1), asked.move());
        assertEquals(ABC, asked.replicas());
        assertEquals(5, moving.nextReplica(1));
        assertEquals(8, moving.version());
        assertEquals(
                List.of(A.replica(1), B.replica(2), C.replica(3), D.replica(4)), moving.holders(1));
        assertEquals(List.of(new Held(1, D.replica(4))), moving.on(D));
        assertEquals(List.of(new Held(1, B.replica(2))), moving.on(B));

        var acd = List.of(D.replica(4), C.replica(3), A.replica(1));
        var settled = after(moving, new Settled(1, 9, acd));
        assertEquals(
                new Assignment(List.of(A.replica(1), C.replica(3), D.replica(4)), 5, 9, null),
                settled.assignment(1));
        assertEquals(List.of(), settled.on(B));
    }

    @Test
    void whatComesLateOrTwiceDoesNothing() {
        nothing(moving, MOVE);
        nothing(moving, new Begin(1, D, null, 1));
        var settled = after(moving, Worlds.obeyed(moving, 1));
        nothing(settled, MOVE);
        nothing(settled, Worlds.obeyed(moving, 1));
        nothing(settled, new Settled(1, 3, ABC));
        nothing(settled, new Abandon(1, 1));
        nothing(four, new Settled(1, 1, ABC));
        nothing(four, new Abandon(1, 1));
    }

    @Test
    void anOrderIsForOneConfigurationOnly() {
        nothing(four, new Begin(1, D, B.replica(2), 2));
        nothing(after(four, new Settled(1, 2, ABC)), MOVE);
    }

    @Test
    void aNumberIsNeverGivenAgain() {
        var back = after(moving, new Settled(1, 5, ABC));
        assertNull(back.assignment(1).move());
        var again = after(back, new Begin(1, D, B.replica(2), 5));
        assertEquals(List.of(new Held(1, D.replica(5))), again.on(D));
        var last = new Assignment(ABC, Integer.MAX_VALUE, 1, null);
        nothing(four.with(1, last), MOVE);
    }

    @Test
    void whatAGroupHasBecomeCountsWhateverItWasAskedFor() {
        var abandoned = after(after(moving, new Lost(D, true)), new Abandon(1, 1));
        var back = new Move(D.replica(4), B.replica(2), 1, true);
        assertEquals(new Assignment(ABC, 5, 1, back), abandoned.assignment(1));
        assertEquals(ABC, abandoned.assignment(1).target());
        assertEquals(List.of(new Held(1, D.replica(4))), abandoned.on(D));
        nothing(abandoned, new Abandon(1, 1));
        var kept = after(abandoned, new Settled(1, 2, ABC));
        assertEquals(new Assignment(ABC, 5, 2, null), kept.assignment(1));
        var acd = List.of(A.replica(1), C.replica(3), D.replica(4));
        var settled = after(abandoned, new Settled(1, 6, acd));
        assertEquals(new Assignment(acd, 5, 6, null), settled.assignment(1));
    }

    @Test
    void aMoveIsTakenBackOnlyWhileItsNewNodeIsNotUsable() {
        nothing(moving, new Abandon(1, 1));
        var drained = after(moving, new Drain(D, true));
        nothing(drained, new Abandon(1, 2));
        var taken = requireNonNull(after(drained, new Abandon(1, 1)).assignment(1).move());
        assertTrue(taken.abandoned());
        var onlyGoes = after(four, new Lost(D, true), new Lost(A, true));
        var shrinking = after(onlyGoes, new Begin(1, null, A.replica(1), 1));
        assertNotNull(shrinking.assignment(1).move());
        nothing(shrinking, new Abandon(1, 1));
    }

    @Test
    void aMoveThatHangsIsGivenUpAlsoWhereItCouldBeMade() {
        nothing(moving, new GiveUp(1, 2));
        nothing(four, new GiveUp(1, 1));
        var given = after(moving, new GiveUp(1, 1));
        assertTrue(requireNonNull(given.assignment(1).move()).abandoned());
        nothing(given, new GiveUp(1, 1));
        nothing(given, new Abandon(1, 1));
    }

    @Test
    void aMoveThatLeavesNoMajorityAliveIsTakenBackAndNeverBegins() {
        var three = after(four, new Lost(D, true), new Drain(A, true));
        var shrinking = after(three, new Begin(1, null, A.replica(1), 1));
        assertNotNull(shrinking.assignment(1).move());
        nothing(shrinking, new Abandon(1, 1));
        var stuck = after(shrinking, new Lost(C, true));
        nothing(stuck, new Abandon(1, 2));
        var free = after(after(stuck, new Abandon(1, 1)), new Settled(1, 2, ABC));
        nothing(free, new Begin(1, null, A.replica(1), 2));
        assertNotNull(after(free, new Begin(1, null, C.replica(3), 2)).assignment(1).move());
    }

    @Test
    void theLastThatCouldTakeAnythingIsNotDrained() {
        var one = after(four, new Drain(A, true), new Drain(B, true), new Lost(C, true));
        nothing(one, new Drain(D, true));
        var two = after(one, new Drain(A, false));
        assertEquals(
                new Placement.Host("h4:1", "", true, false),
                after(two, new Drain(D, true)).hosts().get(D));
    }

    @Test
    void aReplicaIsAddedOnlyToAUsableNodeThatHasNone() {
        nothing(four, new Begin(1, A, null, 1));
        nothing(four, new Begin(1, A, A.replica(1), 1));
        nothing(four, new Begin(1, Worlds.node(5), null, 1));
        nothing(four, new Begin(1, D.replica(4), null, 1));
        nothing(after(four, new Drain(D, true)), MOVE);
        nothing(after(four, new Lost(D, true)), MOVE);
        assertNotNull(after(four, new Begin(1, D, null, 1)).assignment(1).move());
    }

    @Test
    void aRemovalAloneLeavesEnoughOnUsableNodes() {
        nothing(four, new Begin(1, null, B.replica(2), 1));
        nothing(four, new Begin(1, null, B.replica(3), 1));
        nothing(four, new Begin(1, null, null, 1));
        var grown = after(four, new Begin(1, D, null, 1));
        var abcd = after(grown, Worlds.obeyed(grown, 1));
        nothing(after(abcd, new Lost(C, true)), new Begin(1, null, B.replica(2), 4));
        assertNotNull(after(abcd, new Begin(1, null, B.replica(2), 4)).assignment(1).move());
        var lost = after(four, new Lost(D, true), new Lost(B, true));
        assertEquals(2, lost.floor());
        assertNotNull(after(lost, new Begin(1, null, B.replica(2), 1)).assignment(1).move());
    }

    @Test
    void theLastReplicaStays() {
        var hosts = Worlds.hosts("");
        var one = Placement.found(2, 3, hosts);
        var lost = after(one, new Lost(A, true));
        nothing(lost, new Begin(1, null, A.replica(1), 1));
        assertEquals(1, lost.floor());
    }

    @Test
    void nothingBeginsWhileMovesArePaused() {
        var paused = after(four, new Pause(true));
        nothing(paused, new Pause(true));
        nothing(paused, MOVE);
        assertEquals(moving.assignment(1), after(paused, new Pause(false), MOVE).assignment(1));
        var ended = after(after(moving, new Pause(true)), Worlds.obeyed(moving, 1));
        assertNull(ended.assignment(1).move());
    }

    @Test
    void thereIsNothingToMoveInShardZeroOrBeyondTheLast() {
        for (int shard : List.of(-1, 0, 2, Integer.MAX_VALUE)) {
            nothing(four, new Begin(shard, D, null, 1));
            nothing(four, new Settled(shard, 9, ABC));
            nothing(four, new Abandon(shard, 1));
        }
        assertThrows(Invariant.Broken.class, () -> four.assignment(0));
    }

    @Test
    void aNodeKeepsItsStateWhenItsAddressChanges() {
        var drained = after(four, new Drain(B, true));
        nothing(drained, new Drain(B, true));
        var moved = after(drained, new Host(B, "b:2", "z"));
        assertEquals(new Placement.Host("b:2", "z", true, false), moved.hosts().get(B));
        nothing(moved, new Host(B, "b:2", "z"));
        nothing(four, new Drain(Worlds.node(9), true));
        nothing(four, new Lost(B, false));
    }

    @Test
    void aNodeComesAndIsForgottenWhenItHoldsNothing() {
        var five = Worlds.node(5);
        var grown = after(four, new Host(five, "e:1", ""));
        assertEquals(5, grown.hosts().size());
        assertEquals(4, after(grown, new Forget(five)).hosts().size());
        nothing(grown, new Forget(A));
        nothing(moving, new Forget(D));
        nothing(moving, new Forget(B));
        nothing(four, new Forget(five));
        nothing(four, new Host(A.replica(1), "a:1", ""));
        nothing(four, new Host(NodeId.UNBOUND, "a:1", ""));
    }

    @Test
    void whatContradictsItselfStopsLoudly() {
        var early = new Settled(1, 9, List.of(A.replica(1), B.replica(2), D.replica(5)));
        assertThrows(Invariant.Broken.class, () -> Placement.apply(moving, early));
        refused(List.of(), 4, 1, null);
        refused(List.of(A.replica(1), A.replica(2)), 4, 1, null);
        refused(List.of(B.replica(1), A.replica(2)), 4, 1, null);
        refused(List.of(A), 4, 1, null);
        refused(ABC, 3, 1, null);
        refused(ABC, 4, 0, null);
        refused(ABC, 5, 1, new Move(null, null, 1));
        refused(ABC, 5, 1, new Move(D.replica(4), null, 2));
        refused(ABC, 5, 1, new Move(D.replica(5), null, 1));
        refused(ABC, 5, 1, new Move(A.replica(4), null, 1));
        refused(ABC, 5, 1, new Move(null, D.replica(4), 1));
        refused(List.of(A.replica(1)), 2, 1, new Move(null, A.replica(1), 1));
    }

    @Test
    void theHashTellsPlacementsApartInEveryProcess() {
        assertEquals(0xf853_07c3_1a37_59caL, four.hash());
        assertNotEquals(four.hash(), moving.hash());
    }

    private static void refused(
            List<NodeId> replicas, int next, long configuration, @Nullable Move move) {
        assertThrows(
                Invariant.Broken.class, () -> new Assignment(replicas, next, configuration, move));
    }

    private static void nothing(Placement before, PlacementChange change) {
        assertSame(before, Placement.apply(before, change));
    }

    private static Placement after(Placement before, PlacementChange... changes) {
        var after = before;
        for (var change : changes) {
            var next = Placement.apply(after, change);
            assertNotNull(next);
            after = next;
        }
        return after;
    }
}
