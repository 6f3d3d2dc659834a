package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** When a move that hangs is given up, and for how long that is remembered. */
class GivenUpTest {
    private static final long HANGS = 10;
    private static final NodeId FOURTH = new NodeId(4);
    private static final NodeId FIFTH = new NodeId(5);

    private final Hanging hanging = new Hanging(HANGS);
    private final GivenUp givenUp = new GivenUp(HANGS);
    private Placement placement = founded();

    /** A shard on three of five nodes. */
    private static Placement founded() {
        var hosts = new TreeMap<NodeId, Placement.Host>();
        for (int i = 1; i <= 3; i++) {
            hosts.put(new NodeId(i), new Placement.Host("n" + i + ":1", "", false, false));
        }
        return Placement.found(2, 3, hosts);
    }

    private void apply(PlacementChange change) {
        Placement after = Objects.requireNonNull(Placement.apply(placement, change));
        assertTrue(after.version() > placement.version(), change.toString());
        placement = after;
    }

    private void know(NodeId node) {
        apply(new PlacementChange.Host(node, "n:" + node, ""));
    }

    private void begin(NodeId add) {
        Placement.Assignment now = placement.assignment(1);
        NodeId remove = now.replicas().getFirst();
        apply(new PlacementChange.Begin(1, add, remove, now.configuration()));
    }

    /** The group has taken the move back. */
    private void settled() {
        Placement.Assignment now = placement.assignment(1);
        apply(new PlacementChange.Settled(1, now.configuration() + 1, now.replicas()));
    }

    private PlacementChange.@Nullable GiveUp next(long now) {
        return givenUp.next(now, placement, hanging);
    }

    private void givesUpOnlyAfter(long begun, long patience) {
        assertNull(next(begun));
        assertNull(next(begun + patience));
        PlacementChange.GiveUp change = next(begun + patience + 1);
        assertEquals(
                new PlacementChange.GiveUp(1, placement.assignment(1).configuration()), change);
        apply(Objects.requireNonNull(change));
        settled();
    }

    @Test
    void eachTimeThatTakesTwiceAsLong() {
        know(FOURTH);
        know(FIFTH);
        begin(FOURTH);
        givesUpOnlyAfter(0, 40);
        assertEquals(Map.of(1, List.of(FOURTH)), givenUp.obstacles(41, hung(41)).tried());
        begin(FIFTH);
        givesUpOnlyAfter(100, 80);
        begin(FOURTH);
        givesUpOnlyAfter(200, 160);
        var tried = givenUp.obstacles(400, hung(400)).tried();
        assertEquals(Map.of(1, List.of(FIFTH, FOURTH)), tried);
    }

    private SortedSet<Integer> hung(long now) {
        return hanging.shards(now, placement);
    }

    @Test
    void whereItWasGoingIsAvoidedForAWhile() {
        know(FOURTH);
        know(FIFTH);
        begin(FOURTH);
        givesUpOnlyAfter(0, 40);
        assertEquals(Set.of(FOURTH), givenUp.obstacles(51, hung(51)).avoided());
        assertEquals(Set.of(), givenUp.obstacles(52, hung(52)).avoided());
    }

    @Test
    void aShardThatHasMovedAtLastBeginsAnew() {
        know(FOURTH);
        know(FIFTH);
        begin(FOURTH);
        givesUpOnlyAfter(0, 40);
        begin(FIFTH);
        Placement.Assignment made = placement.assignment(1);
        apply(new PlacementChange.Settled(1, 9, made.moved()));
        assertNull(next(100));
        assertEquals(Map.of(), givenUp.obstacles(100, hung(100)).tried());
    }

    /** It has nobody else, and may be large. */
    @Test
    void itGoesOnWhereNoOtherNodeCouldTakeTheReplica() {
        know(FOURTH);
        begin(FOURTH);
        assertNull(next(0));
        assertNull(next(1_000));
        know(FIFTH);
        apply(new PlacementChange.Drain(FIFTH, true));
        assertNull(next(1_001));
        apply(new PlacementChange.Drain(FIFTH, false));
        apply(new PlacementChange.Pause(true));
        assertNull(next(1_002));
        apply(new PlacementChange.Pause(false));
        assertEquals(new PlacementChange.GiveUp(1, 1), next(1_003));
    }
}
