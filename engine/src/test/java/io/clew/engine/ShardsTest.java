package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A cluster of several shards, whose replicas move. */
class ShardsTest {
    private static final int SHARDS = 8;

    private final TestCluster cluster =
            new TestCluster(
                    3, 7, EngineConfig.production().with(ShardingConfig.production(SHARDS)));

    private void start() {
        cluster.servers.values().forEach(Server::start);
        cluster.run(4_000);
    }

    private Placement placement() {
        Server leader = Objects.requireNonNull(cluster.leader());
        return Objects.requireNonNull(leader.running().replica(0).state().placement());
    }

    /** Asks whoever leads the key's shard. */
    private @Nullable Reply ask(Bytes key, Request request) {
        int shard = Slots.shardOf(key, SHARDS);
        for (Server server : cluster.servers.values()) {
            if (server.node == null) {
                continue;
            }
            Replica replica = server.running().find(shard);
            if (replica != null && replica.raft().settled()) {
                long token = cluster.ask(server, request);
                cluster.run(50);
                return cluster.replies.get(token);
            }
        }
        return null;
    }

    private void put(String key, String value) {
        var put = new Command.Put(Bytes.utf8(key), Bytes.utf8(value));
        assertInstanceOf(Reply.Done.class, ask(Bytes.utf8(key), new Request.Write(put)), key);
    }

    private @Nullable String get(String key) {
        Reply reply = ask(Bytes.utf8(key), new Request.Read(Bytes.utf8(key)));
        if (reply instanceof Reply.Found found) {
            return found.value().utf8();
        }
        assertInstanceOf(Reply.Missing.class, reply, key);
        return null;
    }

    private Map<String, Integer> leaders() {
        var leaders = new TreeMap<String, Integer>();
        for (Server server : cluster.servers.values()) {
            if (server.node != null) {
                leaders.put(
                        server.address,
                        (int)
                                server.running().replicas().stream()
                                        .filter(r -> r.shard() != 0 && r.raft().settled())
                                        .count());
            }
        }
        return leaders;
    }

    private void putAndGetAll() {
        for (int i = 0; i < 24; i++) {
            put("k" + i, "v" + i);
        }
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
    }

    @Test
    void eachKeyIsKeptByTheGroupOfItsShard() {
        start();
        putAndGetAll();
        int keys = 0;
        for (Replica replica : cluster.server(1).running().replicas()) {
            keys += replica.state().size();
        }
        assertEquals(24, keys);
        assertEquals(SHARDS, cluster.server(1).running().replicas().size());
    }

    @Test
    void leadersAreSpread() {
        start();
        cluster.run(5_000);
        for (int count : leaders().values()) {
            assertTrue(count >= 2 && count <= 3, leaders().toString());
        }
    }

    @Test
    void whoeverDoesNotLeadAShardSaysWhoDoes() {
        start();
        Bytes key = Bytes.utf8("foo");
        int shard = Slots.shardOf(key, SHARDS);
        for (Server server : cluster.servers.values()) {
            if (!server.running().replica(shard).raft().leads()) {
                long token = cluster.ask(server, new Request.Read(key));
                cluster.settle();
                String leader =
                        assertInstanceOf(Reply.NotLeader.class, cluster.replies.get(token))
                                .leader();
                assertTrue(
                        Objects.requireNonNull(cluster.servers.get(leader))
                                .running()
                                .replica(shard)
                                .raft()
                                .leads());
            }
        }
    }

    @Test
    void aClearReachesAllShards() {
        start();
        putAndGetAll();
        Server leader = Objects.requireNonNull(cluster.leader());
        long token = cluster.ask(leader, new Request.Write(new Command.Clear()));
        cluster.run(500);
        assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
        for (int i = 0; i < 24; i++) {
            assertNull(get("k" + i));
        }
    }

    @Test
    void shardsSurviveARestartOfAllNodes() {
        start();
        putAndGetAll();
        cluster.servers.values().forEach(Server::crash);
        cluster.servers.values().forEach(Server::start);
        cluster.run(5_000);
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
    }

    @Test
    void aNewNodeGetsItsShareAndADrainedOneGivesItAway() {
        start();
        putAndGetAll();
        join(4);
        cluster.run(40_000);
        assertNull(moving());
        for (Server server : cluster.servers.values()) {
            int carried = server.running().replicas().size() - 1;
            assertTrue(carried >= 5 && carried <= 6, server.address + " carries " + carried);
        }
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
        drain("n2:1");
        cluster.run(40_000);
        assertEquals(1, cluster.server(2).running().replicas().size());
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
    }

    private Placement.@Nullable Move moving() {
        for (Placement.Assignment assignment : placement().assignments()) {
            if (assignment.move() != null) {
                return assignment.move();
            }
        }
        return null;
    }

    private void join(int i) {
        Server comer = cluster.join(i);
        var change = new Change(List.of(new Member(comer.id, comer.address)), List.of(), List.of());
        Server leader = Objects.requireNonNull(cluster.leader());
        assertInstanceOf(Reply.Done.class, cluster.change(leader, change));
    }

    private void drain(String address) {
        Server leader = Objects.requireNonNull(cluster.leader());
        long token = cluster.ask(leader, new Request.Drain(address, true));
        cluster.settle();
        assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
    }
}
