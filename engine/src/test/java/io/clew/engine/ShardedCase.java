package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A cluster of several shards, and what tests ask of it. */
abstract class ShardedCase {
    static final int SHARDS = 8;

    TestCluster cluster = cluster(EngineConfig.production());

    static TestCluster cluster(EngineConfig config) {
        return new TestCluster(3, 7, config.with(ShardingConfig.production(SHARDS)));
    }

    void start() {
        cluster.servers.values().forEach(Server::start);
        cluster.run(4_000);
    }

    Placement placement() {
        Server leader = Objects.requireNonNull(cluster.leader());
        return Objects.requireNonNull(leader.running().replica(0).state().placement());
    }

    /** Asks whoever leads the key's shard. */
    @Nullable Reply ask(Bytes key, Request request) {
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

    void put(String key, String value) {
        var put = new Command.Put(Bytes.utf8(key), Bytes.utf8(value));
        assertInstanceOf(Reply.Done.class, ask(Bytes.utf8(key), new Request.Write(put)), key);
    }

    @Nullable String get(String key) {
        Reply reply = ask(Bytes.utf8(key), new Request.Read(Bytes.utf8(key)));
        if (reply instanceof Reply.Found found) {
            return found.value().utf8();
        }
        assertInstanceOf(Reply.Missing.class, reply, key);
        return null;
    }

    Map<String, Integer> leaders() {
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

    void putAndGetAll() {
        for (int i = 0; i < 24; i++) {
            put("k" + i, "v" + i);
        }
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
    }

    Server carrier(NodeId replica) {
        return cluster.servers.values().stream()
                .filter(server -> server.id.equals(replica.node()))
                .findFirst()
                .orElseThrow();
    }

    @Nullable Replica leading(int shard) {
        for (Server server : cluster.servers.values()) {
            Replica replica = server.node == null ? null : server.node.find(shard);
            if (replica != null && replica.raft().settled()) {
                return replica;
            }
        }
        return null;
    }

    Placement.@Nullable Move moving() {
        for (Placement.Assignment assignment : placement().assignments()) {
            if (assignment.move() != null) {
                return assignment.move();
            }
        }
        return null;
    }

    void join(int i) {
        Server comer = cluster.join(i);
        var change = new Change(List.of(new Member(comer.id, comer.address)), List.of(), List.of());
        Server leader = Objects.requireNonNull(cluster.leader());
        assertInstanceOf(Reply.Done.class, cluster.change(leader, change));
    }

    void drain(String address) {
        Server leader = Objects.requireNonNull(cluster.leader());
        long token = cluster.ask(leader, new Request.Drain(address, true));
        cluster.settle();
        assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
    }
}
