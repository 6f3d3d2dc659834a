package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.wire.MessageCodec;
import io.clew.engine.wire.NodeMessageCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A few nodes stepped by hand: frames travel in order and at once, time moves when told, a disk
 * confirms at once unless it is stalled. What a node has on disk survives its crash.
 */
final class TestCluster {
    static final long MILLI = 1_000_000;

    /** One node with its durable state. */
    final class Server {
        final String address;
        NodeId id;
        @Nullable Node node;

        /** What is on disk, by shard. */
        final TreeMap<Integer, StoredShard> disk = new TreeMap<>();

        final ArrayDeque<WriteBatch> unwritten = new ArrayDeque<>();
        boolean diskStalled;

        /** Snapshots that others send are stored only later. */
        boolean filesStalled;

        final ArrayDeque<SnapshotTask> stalledTasks = new ArrayDeque<>();

        /** What is found damaged when files are read back, null while all are whole. */
        @Nullable String damage;

        /** What is found damaged in the snapshot that is sent, until it is saved anew. */
        @Nullable String damageSent;

        /** Started to be taken into a cluster, not to found one. */
        boolean joins;

        Server(String address, NodeId id) {
            this.address = address;
            this.id = id;
        }

        void start() {
            var found = new ArrayList<Recovered.Shard>();
            var graves = new TreeMap<Integer, Integer>();
            disk.forEach((shard, stored) -> stored.recover(shard, found, graves));
            node =
                    new Node(
                            config,
                            address,
                            joins ? List.of() : founders(),
                            new Recovered(id, disk.isEmpty(), found, graves),
                            new SplittableRandom(random.nextLong()),
                            now);
            for (Server other : servers.values()) {
                if (other != this && other.node != null && connected(this, other)) {
                    meet(this, other);
                }
            }
        }

        void crash() {
            node = null;
            unwritten.clear();
            stalledTasks.clear();
        }

        void wipe(long newId) {
            id = new NodeId(newId);
            disk.clear();
        }

        void give(Event event) {
            if (node != null) {
                node.handle(now, event);
            }
        }

        Node running() {
            return java.util.Objects.requireNonNull(node);
        }

        /** What is on disk of a shard. */
        StoredShard stored(int shard) {
            return disk.computeIfAbsent(shard, _ -> new StoredShard());
        }

        private void store(WriteBatch.ShardWrite each) {
            stored(each.shard()).store(each.write());
        }
    }

    final EngineConfig config;
    final TreeMap<String, Server> servers = new TreeMap<>();
    final TreeMap<Long, Reply> replies = new TreeMap<>();
    final ArrayList<String> notes = new ArrayList<>();

    /** Notes and messages as text, heartbeats left out. */
    final ArrayList<String> trace = new ArrayList<>();

    final TreeSet<String> cutOff = new TreeSet<>();

    /** Pairs of nodes that do not reach each other, by their addresses in both orders. */
    private final TreeSet<String> apart = new TreeSet<>();

    private final TestFiles files = new TestFiles();
    private final SplittableRandom random;

    /** What happens to a server in each of its steps, beside all else. */
    Consumer<Server> meanwhile = _ -> {};

    private long token;
    long now;

    /** Frames between nodes so far. */
    long frames;

    /** How many of them told from which address what a node leads. */
    final TreeMap<String, Integer> reports = new TreeMap<>();

    /** The most entries that a node has applied in one step. */
    long appliedAtOnce;

    TestCluster(int n, long seed, EngineConfig config) {
        this.config = config;
        this.random = new SplittableRandom(seed);
        for (int i = 1; i <= n; i++) {
            String address = "n" + i + ":1";
            servers.put(address, new Server(address, new NodeId(i)));
        }
    }

    static TestCluster started(int n, long seed) {
        var cluster = new TestCluster(n, seed, EngineConfig.production());
        cluster.servers.values().forEach(Server::start);
        return cluster;
    }

    private List<String> founders() {
        return servers.values().stream().filter(s -> !s.joins).map(s -> s.address).toList();
    }

    /** A further server, which waits for a leader to take it in. */
    Server join(int i) {
        String address = "n" + i + ":1";
        var server = new Server(address, new NodeId(i));
        server.joins = true;
        servers.put(address, server);
        server.start();
        return server;
    }

    /** The same server, which others reach by another address from now on. */
    Server moved(Server before, String address) {
        var moved = new Server(address, before.id);
        moved.disk.putAll(before.disk);
        servers.remove(before.address);
        servers.put(address, moved);
        return moved;
    }

    /** The one server there is, which leads, and leads again where it is started elsewhere. */
    Server restartedAt(String address) {
        Server before = elect();
        before.crash();
        Server moved = moved(before, address);
        moved.start();
        return elect();
    }

    @Nullable Reply change(Server leader, Change change) {
        long t =
                ask(
                        leader,
                        new Request.ChangeMembers(
                                change.voters(),
                                change.replicas(),
                                change.removed().stream().map(NodeId::toString).toList()));
        settle();
        return replies.get(t);
    }

    Server server(int i) {
        return java.util.Objects.requireNonNull(servers.get("n" + i + ":1"));
    }

    private boolean connected(Server a, Server b) {
        return !cutOff.contains(a.address)
                && !cutOff.contains(b.address)
                && !apart.contains(a.address + " " + b.address);
    }

    /** Cuts the way between two nodes, in both directions, until all is healed. */
    void cut(Server a, Server b) {
        apart.add(a.address + " " + b.address);
        apart.add(b.address + " " + a.address);
    }

    private void meet(Server a, Server b) {
        a.give(new Event.PeerMet(b.address, b.id, b.running().clusterId()));
        b.give(new Event.PeerMet(a.address, a.id, a.running().clusterId()));
    }

    void heal() {
        cutOff.clear();
        apart.clear();
        var up = servers.values().stream().filter(s -> s.node != null).toList();
        for (Server a : up) {
            for (Server b : up) {
                if (a.address.compareTo(b.address) < 0) {
                    meet(a, b);
                }
            }
        }
    }

    /** Lets messages, writes and file work go on until nothing moves any more. */
    void settle() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Server server : servers.values()) {
                moved |= server.node != null && step(server);
            }
        }
    }

    /** Lets a candidate win, and cuts it off before anything that it says as a leader gets out. */
    void electInVain(Server candidate) {
        stepUntil(() -> candidate.running().status().role() == Status.Role.LEADER);
        cutOff.add(candidate.address);
        settle();
        cutOff.clear();
    }

    /** Lets all work piece by piece, so that nothing more than this has happened. */
    void stepUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            servers.values().forEach(this::step);
        }
    }

    private boolean step(Server server) {
        meanwhile.accept(server);
        long before = server.running().replica(0).state().appliedIndex();
        Effects effects = server.running().flush(now);
        long after = server.running().replica(0).state().appliedIndex();
        appliedAtOnce = Math.max(appliedAtOnce, after - before);
        boolean moved = !effects.sends().isEmpty() || !effects.tasks().isEmpty();
        if (effects.write() != null) {
            server.unwritten.add(effects.write());
        }
        effects.answers().forEach(a -> replies.put(a.token(), a.reply()));
        effects.answers().forEach(a -> trace.add("#" + a.token() + " " + a.reply()));
        effects.notes().forEach(n -> notes.add(server.address + " " + n.text()));
        effects.notes().forEach(n -> trace.add(name(server) + ": " + n.text()));
        for (Effects.Transmission send : effects.sends()) {
            for (Server other : servers.values()) {
                if (other.id.equals(send.to()) && connected(server, other)) {
                    frames++;
                    if (NodeMessageCodec.marks(send.frame())) {
                        reports.merge(server.address, 1, Integer::sum);
                    }
                    describe(server, other, send.frame());
                    other.give(new Event.Received(server.id, send.frame()));
                }
            }
        }
        server.stalledTasks.addAll(effects.tasks());
        while (!server.filesStalled && !server.stalledTasks.isEmpty()) {
            moved = true;
            files.run(server, server.stalledTasks.remove());
        }
        if (!server.diskStalled && !server.unwritten.isEmpty()) {
            moved = true;
            long last = server.unwritten.getLast().sequence();
            server.unwritten.forEach(b -> b.shards().forEach(server::store));
            server.unwritten.clear();
            server.give(new Event.Written(last));
        }
        return moved || !effects.answers().isEmpty();
    }

    private void describe(Server from, Server to, Bytes frame) {
        for (MessageCodec.Routed routed : MessageCodec.read(frame)) {
            Message message = routed.message();
            boolean routine =
                    message instanceof Message.Heartbeat
                            || message instanceof Message.HeartbeatReply
                            || message instanceof Message.StateCheck
                            || message instanceof Message.StateHashed;
            if (!routine) {
                trace.add(name(from) + " -> " + name(to) + " " + text(message));
            }
        }
    }

    private static String name(Server server) {
        return server.address.substring(0, server.address.indexOf(':'));
    }

    private static String text(Message message) {
        return message
                        instanceof
                        Message.Append(long term, LogId previous, long commit, var entries)
                ? "Append[term=%d, previous=%s, commit=%d, entries=%s]"
                        .formatted(
                                term,
                                previous,
                                commit,
                                entries.stream().map(e -> e.kind() + "@" + e.id()).toList())
                : message.toString();
    }

    /** Moves time in small steps; every node ticks when its deadline has come. */
    void run(long millis) {
        settle();
        for (long end = now + millis * MILLI; now < end; ) {
            now += 10 * MILLI;
            for (Server server : servers.values()) {
                if (server.node != null && server.running().deadline() <= now) {
                    server.give(new Event.Ticked());
                }
            }
            settle();
        }
    }

    /** The one leader of the highest term among the running nodes, null if there is none. */
    @Nullable Server leader() {
        Server leader = null;
        for (Server server : servers.values()) {
            if (server.node != null
                    && server.running().status().role() == Status.Role.LEADER
                    && (leader == null
                            || server.running().status().term()
                                    > leader.running().status().term())) {
                leader = server;
            }
        }
        return leader;
    }

    Server elect() {
        for (int i = 0; i < 100 && (leader() == null || !serving()); i++) {
            run(100);
        }
        return java.util.Objects.requireNonNull(leader());
    }

    private boolean serving() {
        Server leader = leader();
        return leader != null && leader.running().status().serving();
    }

    long ask(Server server, Request request) {
        server.give(new Event.Requested(++token, request));
        return token;
    }

    /** Lets a message arrive that nobody has sent now. */
    static void tell(Server from, Server to, Message message) {
        var frame = new ByteWriter();
        MessageCodec.write(frame, new MessageCodec.Routed(0, message));
        to.give(new Event.Received(from.id, frame.toBytes()));
    }

    @Nullable Reply put(Server server, String key, String value) {
        long t =
                ask(server, new Request.Write(new Command.Put(Bytes.utf8(key), Bytes.utf8(value))));
        settle();
        return replies.get(t);
    }

    @Nullable Reply get(Server server, String key) {
        long t = ask(server, new Request.Read(Bytes.utf8(key)));
        settle();
        return replies.get(t);
    }
}
