package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Standing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** A node that was silent when it was taken out of the cluster, and comes back with replicas. */
class StillCarryingTest extends ShardedCase {
    private static final long SECOND = 1_000_000_000L;

    @BeforeEach
    void removeWhatIsSilent() {
        var sharding = new ShardingConfig(SHARDS, 3, "", 10 * SECOND, SECOND / 2, 2);
        cluster = new TestCluster(3, 7, EngineConfig.production().with(sharding));
        start();
        join(4);
        cluster.run(40_000);
        pause(true);
        Server left = left();
        cluster.cutOff.add(left.address);
        cluster.run(3_000);
        var removal = new Change(List.of(), List.of(), List.of(left.id));
        Server leader = Objects.requireNonNull(cluster.leader());
        assertInstanceOf(Reply.Done.class, cluster.change(leader, removal));
        cluster.run(1_000);
        assertFalse(placement().on(left.id).isEmpty());
        cluster.heal();
        cluster.run(5_000);
    }

    private Server left() {
        return cluster.server(3);
    }

    private void pause(boolean on) {
        cluster.ask(Objects.requireNonNull(cluster.leader()), new Request.PauseMoves(on));
        cluster.settle();
    }

    private Placement.Host host(NodeId node) {
        return Objects.requireNonNull(placement().hosts().get(node));
    }

    /** Its groups count on it, so that the map has to. */
    @Test
    void itIsNotLostWhileItSpeaks() {
        Server left = left();
        assertFalse(host(left.id).lost());
        assertFalse(placement().usable(left.id));
        cluster.run(30_000);
        assertFalse(host(left.id).lost());
        left.crash();
        cluster.run(15_000);
        assertTrue(host(left.id).lost());
        assertTrue(placement().hosts().containsKey(left.id));
    }

    @Test
    void groupsThatWorkByItAloneAreMended() {
        Server other = member();
        other.crash();
        cluster.run(15_000);
        assertTrue(host(other.id).lost());
        pause(false);
        cluster.run(60_000);
        Placement after = placement();
        assertFalse(after.hosts().containsKey(left().id), after.toString());
        for (Placement.Assignment assignment : after.assignments()) {
            assertNull(assignment.move());
            long good = assignment.replicas().stream().filter(after::usable).count();
            assertEquals(2, good, after.toString());
        }
    }

    /** A member that has shards in common with the one that has left, and does not lead. */
    private Server member() {
        Server leader = cluster.leader();
        return cluster.servers.values().stream()
                .filter(server -> server != leader && server != left())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nobodyIsToldToStopItBeforeItHasGivenAllAway() {
        Server left = left();
        assertEquals(Standing.PARTING, left.running().status().standing());
        left.crash();
        left.start();
        assertEquals(Standing.PARTING, left.running().status().standing());
        cluster.run(3_000);
        pause(false);
        cluster.run(60_000);
        assertFalse(placement().hosts().containsKey(left.id), placement().toString());
        assertEquals(Standing.LEFT, left.running().status().standing());
    }
}
