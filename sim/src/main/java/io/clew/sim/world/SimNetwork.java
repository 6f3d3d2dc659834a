package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.wire.MessageCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Carries frames between nodes, as connections that come and go would: a pair of nodes must have
 * met in a handshake before frames pass, and meets anew after one of them was down or cut off.
 *
 * <p>What chance does to a frame depends on its way, on its ordinal there and, for trouble, on the
 * strike: one strike or one frame more elsewhere changes nothing for it.
 */
public final class SimNetwork {
    private static final long SILENCE_NANOS_MAX = Setup.SECOND;
    private static final long REDIAL_NANOS_MAX = 300 * Setup.MILLI;

    private static final long DETOUR_NANOS_MIN = 200 * Setup.MILLI;
    private static final long DETOUR_NANOS_MAX = 1500 * Setup.MILLI;

    /** What is slower than this counts as lost: its connection is closed for being silent. */
    private static final long DELAY_NANOS_MAX = 3 * Setup.SECOND;

    private static final double TAIL_CHANCE = 0.001;
    private static final int TAIL_FACTOR = 100;
    private static final long TAIL_NANOS_MIN = 20 * Setup.MILLI;

    /** Tells the second copy of a frame from the first. */
    private static final long TWIN = 1L << 62;

    private final World world;
    private final Way[][] ways;

    /** With whom each node wants to be connected. */
    private final List<List<Member>> wanted = new ArrayList<>();

    private final Shares losses = new Shares();
    private final Shares doubles = new Shares();
    private final Shares detours = new Shares();
    private final Shares tails = new Shares();
    private final List<Episode> reorderings = new ArrayList<>();

    /** Counts the frames that were ever sent. */
    private long frames;

    private @Nullable Courier courier;

    SimNetwork(World world, Dice dice) {
        this.world = world;
        int size = world.nodes().size();
        ways = new Way[size][size];
        wanted.addAll(Collections.nCopies(size, List.of()));
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                ways[from][to] =
                        new Way(world.nodes().get(from), to, dice.stream("from " + from, to));
            }
        }
    }

    /** From now on somebody else carries the frames, and connections are made at once. */
    public void leaveTo(Courier other) {
        courier = other;
    }

    public long framesSent() {
        return frames;
    }

    /** Whether frames can pass from one node to another. */
    public boolean connected(SimNode from, SimNode to) {
        return ways[from.number()][to.number()].connected;
    }

    /** Lets a share of the frames get lost, until the strike ends. */
    public void lose(Episode by, double share) {
        losses.add(by, share);
    }

    /** Lets a share of the frames arrive twice, until the strike ends. */
    public void duplicate(Episode by, double share) {
        doubles.add(by, share);
    }

    /** Lets a share of the frames take a long detour, overtaken by all others. */
    public void stray(Episode by, double share) {
        detours.add(by, share);
    }

    /** Lets a share of the frames come very late, and all that follow on the same way with them. */
    public void tail(Episode by, double share) {
        tails.add(by, share);
    }

    /**
     * Breaks the connection of two nodes, if there is one: of what is under way the rest is lost,
     * and they meet anew.
     */
    public void reset(Episode by, int a, int b) {
        Way way = ways[a][b];
        if (way.connected) {
            by.touch(world.nodes().get(a));
            by.touch(world.nodes().get(b));
            disconnect(way);
            dial(way);
        }
    }

    /** Lets frames overtake each other, until the strike ends. */
    public void reorder(Episode by) {
        reorderings.add(by);
        by.atEnd(() -> reorderings.remove(by));
    }

    /** Makes one way slower by a mean extra delay, until the strike ends. */
    public void slow(Episode by, int from, int to, long meanNanos) {
        Way way = ways[from][to];
        way.slow.add(new Way.Measured(by, meanNanos));
        by.atEnd(
                () -> {
                    if (way.slow.removeIf(each -> each.by() == by)) {
                        way.lastArrival = 0; // The next need not queue behind the slow ones.
                    }
                });
    }

    /** Lets nothing arrive by one way before a time; then all of it comes at once. */
    public void hold(Episode by, int from, int to, long until) {
        Way way = ways[from][to];
        way.held.add(new Way.Measured(by, until));
        by.atEnd(
                () -> {
                    if (way.held.removeIf(each -> each.by() == by)) {
                        way.lastArrival = 0; // What is sent from now on overtakes what was held.
                    }
                });
    }

    /** Cuts one way until it is mended or the strike ends. */
    public void cut(Episode by, int from, int to) {
        Way way = ways[from][to];
        if (!way.cut()) {
            int before = way.connection;
            world.timeline().after(SILENCE_NANOS_MAX, () -> closeIfSilent(way, before));
        }
        way.cuts.add(by);
        by.atEnd(() -> mend(by, from, to));
    }

    /** Takes the cut of a strike back. */
    public void mend(Episode by, int from, int to) {
        Way way = ways[from][to];
        if (way.cuts.remove(by) && !way.cut()) {
            dial(way);
        }
    }

    /** Cuts all ways from and to a node. */
    public void isolate(Episode by, SimNode node) {
        for (int i = 0; i < ways.length; i++) {
            if (i != node.number()) {
                cut(by, node.number(), i);
                cut(by, i, node.number());
            }
        }
    }

    private void closeIfSilent(Way way, int before) {
        if (way.cut() && way.connected && way.connection == before) {
            way.touchCuts();
            disconnect(way);
        }
    }

    private Way back(Way way) {
        return ways[way.to][way.from];
    }

    private void disconnect(Way way) {
        Way back = back(way);
        way.connected = false;
        back.connected = false;
        way.connection++;
        back.connection++;
    }

    /** Connects a node to those whom it wants to talk to now, and to nobody else. */
    void stepped(SimNode node) {
        SimProcess process = node.process();
        List<Member> now = process == null ? List.of() : process.node().peers();
        if (now.equals(wanted.get(node.number()))) {
            return;
        }
        wanted.set(node.number(), now);
        for (Way way : ways[node.number()]) {
            boolean wants = way.to != way.from && wants(way.from, way.to);
            if (wants && !way.connected) {
                dial(way);
            } else if (!wants && way.connected) {
                disconnect(way);
            }
        }
    }

    /** Whether one of two nodes wants to talk to the other. */
    private boolean wants(int a, int b) {
        return knows(a, b) || knows(b, a);
    }

    private boolean knows(int who, int whom) {
        String address = world.addresses().get(whom);
        for (Member member : wanted.get(who)) {
            if (member.address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    void up(SimNode node) {
        SimProcess process = node.process();
        wanted.set(node.number(), process == null ? List.of() : process.node().peers());
        for (Way way : ways[node.number()]) {
            if (way.to != way.from) {
                dial(way);
            }
        }
    }

    void down(SimNode node) {
        wanted.set(node.number(), List.of());
        for (Way way : ways[node.number()]) {
            if (way.to != way.from) {
                disconnect(way);
            }
        }
    }

    private void dial(Way way) {
        if (courier != null) {
            connect(way);
            return;
        }
        int before = way.connection;
        long number = way.nextConnection();
        long handshake = delay(way, number) + delay(back(way), number);
        long wait = way.dice.at(~number).between(0, REDIAL_NANOS_MAX);
        world.timeline()
                .after(
                        wait + handshake,
                        () -> {
                            if (way.connection == before) {
                                connect(way);
                            }
                        });
    }

    private void connect(Way way) {
        SimNode first = world.nodes().get(way.from);
        SimNode second = world.nodes().get(way.to);
        Way back = back(way);
        if (way.connected || !first.up() || !second.up() || !wants(way.from, way.to)) {
            return;
        }
        if (way.cut() || back.cut()) {
            way.touchCuts();
            back.touchCuts();
            return;
        }
        disconnect(way);
        way.connected = true;
        back.connected = true;
        meet(first, second);
        meet(second, first);
    }

    private static void meet(SimNode who, SimNode whom) {
        SimProcess process = whom.process();
        if (process != null) {
            who.deliver(new Event.PeerMet(whom.address(), whom.id(), process.node().clusterId()));
        }
    }

    void send(SimNode from, NodeId toId, Bytes frame) {
        SimNode to = world.node(toId);
        world.trace().event(Trace.Kind.SENT, from.number(), Trace.hash(frame));
        if (to == null) {
            return;
        }
        Way way = ways[from.number()][to.number()];
        long number = way.nextFrame();
        boolean lost = !way.connected || losses.hit(number, from);
        if (lost) {
            way.touchCuts();
            world.sent(++frames, from, to, frame);
            world.lost(frames);
            return;
        }
        transmit(from, to, way, frame, number);
        if (doubles.hit(number, from)) {
            transmit(from, to, way, frame, number ^ TWIN);
        }
    }

    private void transmit(SimNode from, SimNode to, Way way, Bytes frame, long number) {
        long name = ++frames;
        world.sent(name, from, to, frame);
        int by = way.connection;
        NodeId sender = from.id();
        Runnable arrival =
                () -> {
                    if (!way.connected || way.connection != by || way.cut()) {
                        way.touchCuts();
                        world.lost(name);
                    } else {
                        world.arrived(name);
                        arrive(from, to, new Event.Received(sender, frame));
                    }
                };
        if (courier == null) {
            world.timeline().at(arrival(way, number), arrival);
        } else {
            courier.take(from, to, frame, arrival, () -> world.lost(name));
        }
    }

    private long arrival(Way way, long number) {
        SimNode sender = world.nodes().get(way.from);
        long arrival = way.released(world.timeline().now() + delay(way, number));
        if (detours.hit(number, sender)) {
            return arrival + way.dice.at(~number).between(DETOUR_NANOS_MIN, DETOUR_NANOS_MAX);
        }
        if (arrival >= way.lastArrival) {
            way.lastArrival = arrival;
        } else if (reorderings.isEmpty()) {
            return way.lastArrival;
        } else {
            reorderings.forEach(by -> by.touch(sender));
        }
        return arrival;
    }

    private void arrive(SimNode from, SimNode to, Event.Received received) {
        Trace trace = world.trace();
        trace.event(Trace.Kind.DELIVERED, to.number(), Trace.hash(received.frame()));
        if (trace.listening()) {
            for (MessageCodec.Routed routed : MessageCodec.read(received.frame())) {
                trace.line("  " + from + " -> " + to + " " + routed.message());
            }
        }
        to.deliver(received);
    }

    private long delay(Way way, long number) {
        Setup setup = world.setup();
        Dice dice = way.dice.at(number);
        double nanos = setup.delayMinNanos() + dice.exponential(setup.delayMeanNanos());
        if (dice.chance(TAIL_CHANCE)) {
            nanos *= TAIL_FACTOR;
        }
        if (tails.hit(number, world.nodes().get(way.from))) {
            nanos += dice.magnitude(TAIL_NANOS_MIN, DELAY_NANOS_MAX);
        }
        return (long) Math.min(nanos + way.slowness(number), DELAY_NANOS_MAX);
    }
}
