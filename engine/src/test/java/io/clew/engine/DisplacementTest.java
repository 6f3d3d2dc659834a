package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** An empty node at the address of a silent one, of whose shard there are two more replicas. */
class DisplacementTest extends ShardedCase {
    private Server leader = new TestCluster(1, 1, EngineConfig.production()).server(1);
    private Server other = leader;
    private Server comer = leader;
    private NodeId owner = NodeId.UNBOUND;

    @BeforeEach
    void loseADisk() {
        cluster =
                new TestCluster(5, 7, EngineConfig.production().with(ShardingConfig.production(2)));
        start();
        leader = Objects.requireNonNull(cluster.leader());
        List<Server> carriers =
                placement().assignment(1).replicas().stream()
                        .map(this::carrier)
                        .filter(server -> server != leader)
                        .toList();
        comer = carriers.getFirst();
        other = carriers.getLast();
        owner = comer.id;
        comer.crash();
        comer.wipe(77);
        comer.start();
        cluster.run(2_000);
        cluster.ask(comer, new Request.Renounce(false));
        cluster.settle();
    }

    private @Nullable Reply takeItsPlace() {
        var self = new Member(comer.id, comer.address);
        return cluster.change(leader, new Change(List.of(self), List.of(), List.of()));
    }

    private Membership members() {
        return leader.running().replica(0).raft().membership();
    }

    private void assertTaken() {
        assertTrue(members().isVoter(comer.id));
        assertFalse(members().contains(owner));
        assertFalse(members().changing());
        assertTrue(leading(1) != null);
    }

    @Test
    void takesThePlaceWhereTheShardDoesWithoutTheOther() {
        assertInstanceOf(Reply.Done.class, takeItsPlace());
        cluster.run(3_000);
        assertTaken();
    }

    /** The silent node may have all that it had, and its shard may be lost without it. */
    @Test
    void waitsWhileTheShardWouldLackAMajority() {
        other.crash();
        cluster.run(2_000);
        String why =
                "of shard 1 no majority that answers would be left without member "
                        + owner
                        + ", whose address "
                        + comer.address
                        + " is: start it with its data, or the others that carry the shard, or this"
                        + " node at another address";
        assertEquals(new Reply.Refused(why), takeItsPlace());
        assertFalse(members().changing());
        other.start();
        cluster.run(2_000);
        assertInstanceOf(Reply.Done.class, takeItsPlace());
        cluster.run(3_000);
        assertTaken();
    }

    /** The change is admitted, and waits for the newcomer, who then comes back. */
    private void loseTheOtherWhileItIsTakenIn() {
        cluster.cutOff.add(comer.address);
        assertInstanceOf(Reply.Done.class, takeItsPlace());
        other.crash();
        cluster.run(2_000);
        cluster.heal();
    }

    /** Whoever was just elected takes everybody for alive. */
    @Test
    void anotherLeaderDoesNotLetTheOtherGo() {
        loseTheOtherWhileItIsTakenIn();
        cluster.run(3_000);
        for (int i = 0; i < 3; i++) {
            cluster.ask(leader, new Request.Resign());
            cluster.run(5_000);
            leader = Objects.requireNonNull(cluster.leader());
            assertTrue(members().contains(owner));
            assertTrue(members().changing());
        }
    }

    /** What could be borne when the change was admitted may not be when it is made. */
    @Test
    void whatAShardHasLostMeanwhileCounts() {
        loseTheOtherWhileItIsTakenIn();
        cluster.notes.clear();
        cluster.run(5_000);
        assertTrue(members().contains(owner));
        assertFalse(members().isVoter(comer.id));
        String note = " lets nobody go yet: of shard 1 no majority that answers would be left";
        assertEquals(
                List.of(leader.address + note),
                cluster.notes.stream().filter(n -> n.contains("lets nobody go")).toList());
        assertNull(leading(1));
        other.start();
        cluster.run(5_000);
        assertTaken();
    }
}
