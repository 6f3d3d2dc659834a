package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** What can be asked of each group by way of a node that carries it, or does not. */
class GroupsOfANodeTest {
    private static final int SHARDS = 8;
    private static final int SOME_SHARD = 3;

    private final TestCluster cluster =
            new TestCluster(
                    5, 21, EngineConfig.production().with(ShardingConfig.production(SHARDS)));

    @BeforeEach
    void placeAll() {
        cluster.servers.values().forEach(Server::start);
        cluster.run(6_000);
    }

    private Reply ask(Server server, Request request) {
        long token = cluster.ask(server, request);
        cluster.settle();
        return Objects.requireNonNull(cluster.replies.get(token));
    }

    private List<Server> carriers() {
        return cluster.servers.values().stream()
                .filter(s -> s.running().find(SOME_SHARD) != null)
                .toList();
    }

    private Status inspect(Server server) {
        Reply reply = ask(server, new Request.Inspect(SOME_SHARD));
        return assertInstanceOf(Reply.Inspected.class, reply).status();
    }

    @Test
    void aGroupIsToldOfByAddressesAsTheClusterIs() {
        var addresses = new TreeSet<String>();
        carriers().forEach(s -> addresses.add(s.address));
        assertEquals(3, addresses.size());
        int leaders = 0;
        for (Server server : carriers()) {
            Status status = inspect(server);
            assertEquals(SOME_SHARD, status.shard());
            assertEquals(server.address, status.address());
            var others = new TreeSet<>(addresses);
            others.remove(server.address);
            assertEquals(List.copyOf(others), status.peers());
            assertTrue(addresses.contains(status.leader()), "" + status.leader());
            leaders += status.role() == Status.Role.LEADER ? 1 : 0;
            if (status.role() == Status.Role.LEADER) {
                assertEquals(server.address, status.leader());
                assertEquals(server.address, status.votedFor());
            }
            Reply page = ask(server, new Request.ReadLog(SOME_SHARD, 1, 10));
            Entry first = assertInstanceOf(Reply.LogPage.class, page).entries().getFirst();
            assertEquals(server.running().replica(SOME_SHARD).raft().log().at(1), first);
        }
        assertEquals(1, leaders);
    }

    @Test
    void whoeverDoesNotCarryAShardSaysWhoDoes() {
        List<String> carriers = carriers().stream().map(s -> s.address).toList();
        for (Server server : cluster.servers.values()) {
            if (server.running().find(SOME_SHARD) == null) {
                Reply.NotCarried reply =
                        assertInstanceOf(
                                Reply.NotCarried.class,
                                ask(server, new Request.ReadLog(SOME_SHARD, 0, 10)));
                assertEquals(carriers, reply.carriers().stream().sorted().toList());
                assertEquals(
                        reply,
                        ask(
                                server,
                                new Request.WindowVote(SOME_SHARD, server.address, 9, LogId.ZERO)));
            }
            assertEquals(
                    new Reply.NotCarried(SHARDS, SHARDS, List.of()),
                    ask(server, new Request.Inspect(SHARDS)));
        }
    }

    @Test
    void aDrainIsTheLeadersToJudgeAndTheLastNodeIsNotDrained() {
        Server leader = Objects.requireNonNull(cluster.leader());
        List<Server> others = cluster.servers.values().stream().filter(s -> s != leader).toList();
        assertEquals(
                new Reply.NotLeader(leader.address),
                ask(others.getFirst(), new Request.Drain("h:9", true)));
        assertEquals(
                new Reply.Rejected("h:9 is not a member"),
                ask(leader, new Request.Drain("h:9", true)));
        for (Server other : others) {
            assertInstanceOf(Reply.Done.class, ask(leader, new Request.Drain(other.address, true)));
        }
        assertEquals(
                new Reply.Rejected("all other nodes are drained or lost"),
                ask(leader, new Request.Drain(leader.address, true)));
        assertInstanceOf(Reply.Done.class, ask(leader, new Request.Drain(leader.address, false)));
    }

    @Test
    void ofDrainsThatTogetherWouldLeaveNobodyOneIsRefused() {
        Server leader = Objects.requireNonNull(cluster.leader());
        var tokens = new ArrayList<Long>();
        for (Server each : cluster.servers.values()) {
            tokens.add(cluster.ask(leader, new Request.Drain(each.address, true)));
        }
        cluster.run(100);
        assertEquals(
                new Reply.Rejected("all other nodes are drained or lost"),
                cluster.replies.get(tokens.removeLast()));
        for (long token : tokens) {
            assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
        }
    }

    @Test
    void theTeachingWindowReachesTheGroupThatIsAskedForAndItsRulesHold() {
        Server leader = carriers().stream().filter(this::leads).findFirst().orElseThrow();
        Server other = carriers().stream().filter(s -> !leads(s)).findFirst().orElseThrow();
        Status before = inspect(other);
        Reply granted =
                ask(
                        other,
                        new Request.WindowVote(SOME_SHARD, leader.address, 1, new LogId(99, 99)));
        assertEquals(new Reply.WindowVoted(before.term(), false), granted);
        // As its leader would: it holds all that comes before, so it says yes.
        LogId last = other.running().replica(SOME_SHARD).raft().log().last();
        assertEquals(
                new Reply.WindowAppended(before.term(), true),
                ask(
                        other,
                        new Request.WindowAppend(
                                SOME_SHARD, leader.address, before.term(), last, List.of(), 0)));
        // Nobody believes a stranger to the group, whatever it is elsewhere.
        Server stranger =
                cluster.servers.values().stream()
                        .filter(s -> s.running().find(SOME_SHARD) == null)
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                new Reply.WindowAppended(before.term(), false),
                ask(
                        other,
                        new Request.WindowAppend(
                                SOME_SHARD, stranger.address, before.term(), last, List.of(), 0)));
        assertEquals(before, inspect(other));
    }

    private boolean leads(Server server) {
        return server.running().replica(SOME_SHARD).raft().leads();
    }
}
