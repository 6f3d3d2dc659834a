package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Request;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** Who is silent for long enough is lost, however often the leader changes. */
class SilenceTest extends ShardedCase {
    private static final long SECOND = 1_000_000_000L;
    private static final long AFTER = 10 * SECOND;

    private final NodeId node = new NodeId(4);

    @Test
    void isCountedOverTimesOfListening() {
        var silence = new Silence();
        silence.pass(3, List.of(node));
        silence.pass(4, List.of(node));
        assertTrue(silence.isLonger(node, 6));
        assertFalse(silence.isLonger(node, 7));
        silence.heard(node);
        assertFalse(silence.isLonger(node, 0));
        silence.pass(8, List.of(node));
        silence.pass(1, List.of());
        assertFalse(silence.isLonger(node, 0), "who is not asked about is forgotten");
        silence.pass(5, List.of(node));
        silence.forgive(5);
        assertTrue(silence.isLonger(node, 4));
        silence.forgive(4);
        assertFalse(silence.isLonger(node, 0));
    }

    private Placement.Host host(Server server) {
        cluster.elect();
        return Objects.requireNonNull(placement().hosts().get(server.id));
    }

    private void startFour() {
        var sharding = new ShardingConfig(SHARDS, 3, "", AFTER, SECOND / 2, 2);
        cluster = new TestCluster(4, 7, EngineConfig.production().with(sharding));
        start();
    }

    @Test
    void leadersThatChangeOftenFindItOut() {
        startFour();
        Server dead = cluster.server(4);
        dead.crash();
        int changes = 0;
        while (!host(dead).lost() && changes < 8) {
            cluster.run(4_000);
            cluster.ask(cluster.elect(), new Request.Resign());
            cluster.run(1_000);
            changes++;
        }
        assertTrue(host(dead).lost());
        assertTrue(changes >= 2 && changes <= 7, "after " + changes);
    }

    @Test
    void whoIsHeardInBetweenIsNotLost() {
        startFour();
        Server away = cluster.server(4);
        for (int i = 0; i < 5; i++) {
            away.crash();
            cluster.run(7_000);
            away.start();
            cluster.run(2_000);
        }
        assertFalse(host(away).lost());
        assertEquals(4, placement().hosts().size());
    }
}
