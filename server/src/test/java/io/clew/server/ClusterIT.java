package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Real clusters that lose real processes under load; what their clients saw is checked. */
class ClusterIT {
    private static final long SEED = 7;
    private static final int CLIENTS = 6;

    @TempDir Path folder;

    @Test
    void fiveNodesStayLinearizableWhileLeadersAndFollowersAreKilled() throws Exception {
        try (var cluster = new LocalCluster(folder, 5)) {
            cluster.awaitLeader(cluster.all());
            var load = RecordedLoad.start(cluster.ports(), CLIENTS, SEED);
            load.awaitMore(100);
            for (int round = 0; round < 2; round++) {
                int leader = cluster.awaitLeader(cluster.all());
                cluster.node(leader).kill();
                int next = cluster.awaitLeader(cluster.allBut(leader));
                load.awaitMore(100);
                int follower = (next + 1) % 5 == leader ? (next + 2) % 5 : (next + 1) % 5;
                cluster.node(follower).kill();
                load.awaitMore(100);
                cluster.start(leader);
                cluster.start(follower);
                cluster.awaitLeader(cluster.all());
                load.awaitMore(100);
            }
            assertLinearizable(load.finish());
        }
    }

    private static void assertLinearizable(History history) {
        Verdict verdict = Checker.check(history, Model.keyValue(), Budget.states(50_000_000));
        assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
    }
}
