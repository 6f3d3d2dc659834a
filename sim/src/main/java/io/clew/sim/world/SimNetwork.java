package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.engine.wire.MessageCodec;

/**
 * Carries frames between nodes, as connections that come and go would: a pair of nodes must have
 * met in a handshake before frames pass, and meets anew after one of them was down or cut off.
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

    private final World world;
    private final Dice dice;
    private final int size;

    /** How many faults cut the way from one node to another. */
    private final int[][] cuts;

    /** Mean extra delay of each way. */
    private final long[][] slowness;

    /** Until when each way holds back what it carries. */
    private final long[][] heldUntil;

    private final long[][] lastArrival;
    private final boolean[][] connected;

    /** Counts connections of a pair, so that nothing arrives by one that is gone. */
    private final int[][] connection;

    /** Counts the frames that were ever sent. */
    private long frames;

    private double loss;
    private double duplication;
    private double straying;
    private boolean reordering;

    SimNetwork(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
        this.size = world.nodes().size();
        cuts = new int[size][size];
        slowness = new long[size][size];
        heldUntil = new long[size][size];
        lastArrival = new long[size][size];
        connected = new boolean[size][size];
        connection = new int[size][size];
    }

    /** The share of frames that get lost. */
    public void lose(double share) {
        loss = share;
    }

    /** The share of frames that arrive twice. */
    public void duplicate(double share) {
        duplication = share;
    }

    /** The share of frames that take a long detour, overtaken by all others. */
    public void stray(double share) {
        straying = share;
    }

    /** Whether frames may overtake each other. */
    public void reorder(boolean on) {
        reordering = on;
    }

    /** Makes one way slower by a mean extra delay; 0 undoes it. */
    public void slow(int from, int to, long meanNanos) {
        slowness[from][to] = meanNanos;
        if (meanNanos == 0) {
            lastArrival[from][to] = 0; // The next frames need not queue behind the slow ones.
        }
    }

    /** Lets nothing arrive by one way before a time; then all of it comes at once. */
    public void hold(int from, int to, long until) {
        heldUntil[from][to] = until;
        if (until < lastArrival[from][to]) {
            lastArrival[from][to] = 0; // What is sent from now on overtakes what was held.
        }
    }

    /** Cuts one way; several cuts of the same way add up. */
    public void cut(int from, int to) {
        if (cuts[from][to]++ == 0) {
            int before = connection[from][to];
            world.timeline().after(SILENCE_NANOS_MAX, () -> closeIfSilent(from, to, before));
        }
    }

    /** Takes one cut of that way back. */
    public void mend(int from, int to) {
        if (--cuts[from][to] == 0) {
            dial(from, to);
        }
    }

    /** Cuts all ways from and to a node. */
    public void isolate(SimNode node) {
        for (int i = 0; i < size; i++) {
            if (i != node.number()) {
                cut(node.number(), i);
                cut(i, node.number());
            }
        }
    }

    /** Takes back one {@link #isolate}. */
    public void rejoin(SimNode node) {
        for (int i = 0; i < size; i++) {
            if (i != node.number()) {
                mend(node.number(), i);
                mend(i, node.number());
            }
        }
    }

    private void closeIfSilent(int from, int to, int before) {
        if (cuts[from][to] > 0 && connected[from][to] && connection[from][to] == before) {
            disconnect(from, to);
        }
    }

    private void disconnect(int a, int b) {
        connected[a][b] = false;
        connected[b][a] = false;
        connection[a][b]++;
        connection[b][a]++;
    }

    void up(SimNode node) {
        for (int i = 0; i < size; i++) {
            if (i != node.number()) {
                dial(node.number(), i);
            }
        }
    }

    void down(SimNode node) {
        for (int i = 0; i < size; i++) {
            if (i != node.number()) {
                disconnect(node.number(), i);
            }
        }
    }

    private void dial(int a, int b) {
        int before = connection[a][b];
        long handshake = delay(a, b) + delay(b, a);
        world.timeline()
                .after(
                        dice.between(0, REDIAL_NANOS_MAX) + handshake,
                        () -> {
                            if (connection[a][b] == before) {
                                connect(a, b);
                            }
                        });
    }

    private void connect(int a, int b) {
        SimNode first = world.nodes().get(a);
        SimNode second = world.nodes().get(b);
        if (connected[a][b] || !first.up() || !second.up() || cuts[a][b] + cuts[b][a] > 0) {
            return;
        }
        disconnect(a, b);
        connected[a][b] = true;
        connected[b][a] = true;
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
        if (!connected[from.number()][to.number()] || dice.chance(loss)) {
            world.sent(++frames, from, to, frame);
            world.lost(frames);
            return;
        }
        transmit(from, to, frame);
        if (dice.chance(duplication)) {
            transmit(from, to, frame);
        }
    }

    private void transmit(SimNode from, SimNode to, Bytes frame) {
        int a = from.number();
        int b = to.number();
        int by = connection[a][b];
        long number = ++frames;
        world.sent(number, from, to, frame);
        long arrival = Math.max(world.timeline().now() + delay(a, b), heldUntil[a][b]);
        if (dice.chance(straying)) {
            arrival += dice.between(DETOUR_NANOS_MIN, DETOUR_NANOS_MAX);
        } else if (!reordering) {
            arrival = Math.max(arrival, lastArrival[a][b]);
            lastArrival[a][b] = arrival;
        }
        NodeId sender = from.id();
        world.timeline()
                .at(
                        arrival,
                        () -> {
                            if (connected[a][b] && connection[a][b] == by && cuts[a][b] == 0) {
                                world.arrived(number);
                                arrive(from, to, new Event.Received(sender, frame));
                            } else {
                                world.lost(number);
                            }
                        });
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

    private long delay(int from, int to) {
        Setup setup = world.setup();
        double nanos = setup.delayMinNanos() + dice.exponential(setup.delayMeanNanos());
        nanos += slowness[from][to] * 0.75 + dice.exponential(slowness[from][to]) * 0.25;
        if (dice.chance(TAIL_CHANCE)) {
            nanos *= TAIL_FACTOR;
        }
        return (long) Math.min(nanos, DELAY_NANOS_MAX);
    }
}
