package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.Replica;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.wire.MessageCodec;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Everything there is in one run: time, machines, network, clients, and who watches them. */
public final class World {
    private final Setup setup;
    private final Dice dice;
    private final Timeline timeline;
    private final Trace trace;
    private final Tally faults = new Tally();
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<Observer> observers = new ArrayList<>();

    /** What the step that is being observed sends, null before somebody wants to know. */
    private @Nullable List<Sent> messages;

    /** What that step means for each group, null before somebody wants to know. */
    private final @Nullable GroupStep[] groupSteps;

    /** What nodes were asked that is not about the first shard: about which, by the token. */
    private final TreeMap<Long, Integer> askedOf = new TreeMap<>();

    private final SimNetwork network;
    private final Clients clients;
    private final Cluster cluster;
    private final Operator operator;
    private @Nullable Power power;

    public World(Schedule schedule, Timeline timeline, Trace trace) {
        this.setup = schedule.setup();
        this.dice = Dice.of(schedule.noise(), "noise");
        this.timeline = timeline;
        this.trace = trace;
        this.groupSteps = new GroupStep[setup.shards()];
        for (int i = 0; i < setup.nodes(); i++) {
            addresses.add("node" + (i + 1) + ":8080");
        }
        for (int i = 0; i < setup.nodes(); i++) {
            nodes.add(new SimNode(this, i, addresses.get(i), dice.stream("node", i)));
        }
        network = new SimNetwork(this, dice.stream("network"));
        cluster = new Cluster(this);
        observers.add(cluster);
        clients = new Clients(this, schedule, dice.stream("clients"));
        operator = new Operator(this);
    }

    public Setup setup() {
        return setup;
    }

    /** The noise: whatever chance decides that the schedule does not. */
    public Dice dice() {
        return dice;
    }

    public Timeline timeline() {
        return timeline;
    }

    public Trace trace() {
        return trace;
    }

    /** How often each family of faults struck. */
    public Tally faults() {
        return faults;
    }

    public List<SimNode> nodes() {
        return nodes;
    }

    public List<String> addresses() {
        return addresses;
    }

    /** The addresses of the initial members. */
    List<String> founders() {
        return addresses.subList(0, setup.founders());
    }

    public SimNetwork network() {
        return network;
    }

    public Clients clients() {
        return clients;
    }

    /** Who belongs to the cluster, as its nodes know it. */
    public Cluster cluster() {
        return cluster;
    }

    public Operator operator() {
        return operator;
    }

    public int majority() {
        return setup.founders() / 2 + 1;
    }

    /** Lets somebody decide when machines lose power, beside the strikes that say so. */
    public void supply(Power source) {
        power = source;
    }

    @Nullable Episode powerLoss(SimNode node, String effect) {
        return power == null ? null : power.failsBefore(node, effect);
    }

    /** The messages in the effects of the step that is being observed, read once for all. */
    public List<Sent> messages(Effects effects) {
        List<Sent> known = messages;
        if (known == null) {
            known = effects.sends().isEmpty() ? List.of() : messagesOf(effects);
            messages = known;
        }
        return known;
    }

    private static List<Sent> messagesOf(Effects effects) {
        var messages = new ArrayList<Sent>();
        for (Effects.Transmission transmission : effects.sends()) {
            for (MessageCodec.Routed routed : MessageCodec.read(transmission.frame())) {
                messages.add(
                        new Sent(
                                routed.shard(),
                                transmission.to().replica(routed.to()),
                                routed.message()));
            }
        }
        return messages;
    }

    /** What the step that is being observed means for a group; null if that node has none of it. */
    public @Nullable GroupStep groupStep(SimNode machine, Effects effects, int shard) {
        GroupStep known = groupSteps[shard];
        SimProcess process = machine.process();
        Replica replica = process == null ? null : process.replica(shard);
        if (known == null && process != null && replica != null) {
            known =
                    new GroupStep(
                            machine,
                            process.node(),
                            replica,
                            effects,
                            Shards.only(messages(effects), sent -> sent.shard() == shard),
                            Shards.only(
                                    effects.answers(), answer -> askedOf(answer.token()) == shard));
            groupSteps[shard] = known;
        }
        return known;
    }

    /** The shard that an answer is about, by its token. */
    public int askedOf(long token) {
        return askedOf.getOrDefault(token, 0);
    }

    public void watch(Observer observer) {
        observers.add(observer);
    }

    /** The machine with a data folder of that identity, or of whose replica it is; null if none. */
    public @Nullable SimNode node(NodeId id) {
        NodeId folder = id.node();
        for (SimNode node : nodes) {
            // A member that nobody has met is not any machine that has no identity yet.
            if (folder.bound() && node.id().equals(folder)) {
                return node;
            }
        }
        return null;
    }

    /** The machine at an address, null if there is none. */
    public @Nullable SimNode node(String address) {
        int number = addresses.indexOf(address);
        return number < 0 ? null : nodes.get(number);
    }

    void recovered(SimNode node, Recovered recovered) {
        for (Observer observer : observers) {
            observer.recovered(node, recovered);
        }
    }

    void booted(SimNode node, Recovered recovered) {
        for (Observer observer : observers) {
            observer.booted(node, recovered);
        }
        network.up(node);
    }

    void touched(Episode by, SimNode node) {
        for (Observer observer : observers) {
            observer.touched(by, node);
        }
    }

    void crashed(SimNode node) {
        network.down(node);
        operator.crashed(node);
        for (Observer observer : observers) {
            observer.crashed(node);
        }
    }

    void diskLost(SimNode node) {
        for (Observer observer : observers) {
            observer.diskLost(node);
        }
    }

    void stepped(SimNode node, Effects effects) {
        messages = null;
        Arrays.fill(groupSteps, null);
        for (Observer observer : observers) {
            observer.stepped(node, effects);
        }
        network.stepped(node);
    }

    void appended(SimNode node) {
        for (Observer observer : observers) {
            observer.appended(node);
        }
    }

    void synced(SimNode node, long sequence) {
        trace.event(Trace.Kind.SYNCED, node.number(), sequence);
        for (Observer observer : observers) {
            observer.synced(node, sequence);
        }
    }

    void asked(SimNode node, long token, Request request) {
        trace.event(Trace.Kind.ASKED, node.number(), token);
        int shard = Shards.of(request, setup.shards());
        if (shard != 0) {
            askedOf.put(token, shard);
        }
        for (Observer observer : observers) {
            observer.asked(node, token, request);
        }
    }

    void worked(SimNode node, SnapshotTask task, Event done) {
        trace.event(Trace.Kind.TASK_DONE, node.number(), 0);
        for (Observer observer : observers) {
            observer.worked(node, task, done);
        }
    }

    void paused(SimNode node, long until) {
        for (Observer observer : observers) {
            observer.paused(node, until);
        }
    }

    void resumed(SimNode node) {
        for (Observer observer : observers) {
            observer.resumed(node);
        }
    }

    void sent(long number, SimNode from, SimNode to, Bytes frame) {
        for (Observer observer : observers) {
            observer.sent(number, from, to, frame);
        }
    }

    void arrived(long number) {
        for (Observer observer : observers) {
            observer.arrived(number);
        }
    }

    void lost(long number) {
        for (Observer observer : observers) {
            observer.lost(number);
        }
    }

    /** A client begins an operation. */
    public void invoked(int client, Call call) {
        for (Observer observer : observers) {
            observer.invoked(client, call);
        }
    }

    void keyed(int client, WriteKey key) {
        for (Observer observer : observers) {
            observer.keyed(client, key);
        }
    }

    void readsLocally(int client, String key, boolean session) {
        for (Observer observer : observers) {
            observer.readsLocally(client, key, session);
        }
    }

    void readLocally(int client, @Nullable Reply reply) {
        for (Observer observer : observers) {
            observer.readLocally(client, reply);
        }
    }

    /** A client's operation ends. */
    public void completed(int client, Outcome outcome, @Nullable Reply reply) {
        for (Observer observer : observers) {
            observer.completed(client, outcome, reply);
        }
    }
}
