package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Who may go, with a shard on three of five nodes. Two are silent: one of the three, a fourth. */
class DeparturesTest {
    private final TestCluster cluster =
            new TestCluster(5, 7, EngineConfig.production().with(ShardingConfig.production(2)));
    private List<Server> servers = List.of();

    /** Puts the leader first. */
    @BeforeEach
    void start() {
        cluster.servers.values().forEach(Server::start);
        cluster.run(4_000);
        Server leader = cluster.elect();
        servers =
                IntStream.concat(IntStream.of(0), IntStream.rangeClosed(1, 5))
                        .mapToObj(i -> i == 0 ? leader : cluster.server(i))
                        .distinct()
                        .toList();
        servers.get(1).crash();
        servers.get(3).crash();
        cluster.run(2_000);
    }

    private NodeId replica(int number) {
        return servers.get(number - 1).id.replica(number);
    }

    /** The shard on the first three, of which the third is to give its place to the fourth. */
    private Placement moving(boolean abandoned) {
        var hosts = new TreeMap<NodeId, Placement.Host>();
        for (Server server : servers) {
            hosts.put(server.id, new Placement.Host(server.address, "", false, false));
        }
        List<NodeId> replicas =
                List.of(replica(1), replica(2), replica(3)).stream().sorted().toList();
        var move = new Move(replica(4), replica(3), 1, abandoned);
        return new Placement(9, 3, false, List.of(new Assignment(replicas, 5, 1, move)), hosts);
    }

    private @Nullable Reply refusal(Placement placement, Server gone) {
        return refusal(placement, new Change(List.of(), List.of(), List.of(gone.id)));
    }

    private @Nullable Reply refusal(Placement placement, Change change) {
        var raft = servers.getFirst().running().replica(0).raft();
        return new Departures(raft, placement, true).refusal(cluster.now, change);
    }

    @Test
    void aShardKeepsAMajorityOfWhatItIsAndOfWhatItIsToBe() {
        assertEquals(
                new Reply.Rejected("of shard 1 no majority that answers would be left"),
                refusal(moving(false), servers.get(1)));
    }

    /** Its group may be half way, and need both majorities to come back. */
    @Test
    void aMoveThatIsTakenBackMayHaveBeenMade() {
        assertEquals(
                new Reply.Rejected("of shard 1 no majority that answers would be left"),
                refusal(moving(true), servers.get(1)));
    }

    @Test
    void whoWasToGetAReplicaMayGoWhereAMajorityIsLeftWithoutIt() {
        servers.get(1).start();
        cluster.run(2_000);
        assertNull(refusal(moving(true), servers.get(3)));
    }
}
