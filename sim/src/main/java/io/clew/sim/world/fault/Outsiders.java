package io.clew.sim.world.fault;

import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNetwork;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.Strike;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The trouble that does not end: what becomes of the nodes outside a quorum while that must do
 * without them. Each is down, stands still, is cut off, hears nothing, is not heard, or comes and
 * goes, for as long as this lasts; none of that may keep the quorum from working.
 */
public final class Outsiders {
    private static final String NAME = "outside the core";
    private static final long GAP_NANOS_MIN = 300 * Setup.MILLI;
    private static final long GAP_NANOS_MAX = 1500 * Setup.MILLI;

    /** Long enough for a node that leads to lose the others. */
    private static final long CUT_NANOS_MIN = 700 * Setup.MILLI;

    private enum Trouble {
        DOWN,
        STANDS_STILL,
        CUT_OFF,
        DEAF,
        MUTE,
        COMES_AND_GOES
    }

    private final World world;
    private final Episode episode;

    /** Those of whom the others hear something, now and then or always. */
    private final List<SimNode> heard = new ArrayList<>();

    /** How many may still come and go. */
    private int unsteady = Integer.MAX_VALUE;

    private Outsiders(World world, long seed) {
        this.world = world;
        long now = world.timeline().now();
        var strike = new Strike(now, NAME, seed, Long.MAX_VALUE, Long.MAX_VALUE);
        this.episode = new Episode(world, 0, strike);
    }

    /** Begins the trouble of all these nodes, which lasts until it is ended. */
    public static Outsiders trouble(World world, long seed, List<SimNode> nodes) {
        var outsiders = new Outsiders(world, seed);
        if (world.setup().shards() > 1) {
            outsiders.unsteady = steady(world, nodes) >= 2 ? 1 : 0;
        }
        for (SimNode node : nodes) {
            outsiders.trouble(node);
        }
        return outsiders;
    }

    /**
     * How many of the others may carry replicas of shards. Who comes and goes is well enough to be
     * given some, as it should: so a second one, or one beside fewer than two of these, might get
     * the majority of a group.
     */
    private static long steady(World world, List<SimNode> nodes) {
        Set<NodeId> drained = world.operator().drained();
        return world.nodes().stream()
                .filter(n -> !nodes.contains(n) && world.cluster().hasMember(n))
                .filter(n -> !drained.contains(n.id()))
                .count();
    }

    /** Ends all of it. */
    public void end() {
        episode.end();
    }

    /**
     * Whether the others hear nothing of them, for as long as it lasts; whoever never belonged to
     * the cluster does not matter.
     */
    public boolean silent() {
        return heard.stream().noneMatch(world.cluster()::knows);
    }

    private void trouble(SimNode node) {
        Trouble[] all = Trouble.values();
        Trouble trouble = all[episode.dice().between(0, all.length - 1)];
        if (trouble == Trouble.COMES_AND_GOES && unsteady-- <= 0) {
            trouble = Trouble.CUT_OFF;
        }
        if (world.trace().listening()) {
            world.trace().line(node + " is outside the core: " + trouble);
        }
        SimNetwork network = world.network();
        switch (trouble) {
            case DOWN -> {
                node.crash(episode, episode.crashKind());
                episode.atEnd(node::boot);
            }
            case STANDS_STILL -> {
                SimProcess process = node.process();
                if (process != null) {
                    process.pause(episode);
                }
            }
            case CUT_OFF -> network.isolate(episode, node);
            case DEAF -> {
                heard.add(node);
                cut(node, true);
            }
            case MUTE -> cut(node, false);
            case COMES_AND_GOES -> {
                heard.add(node);
                comeAndGo(node, episode.dice().stream("come and go"), true);
            }
        }
    }

    private void cut(SimNode node, boolean incoming) {
        for (SimNode other : world.nodes()) {
            if (other != node && incoming) {
                world.network().cut(episode, other.number(), node.number());
            } else if (other != node) {
                world.network().cut(episode, node.number(), other.number());
            }
        }
    }

    private void comeAndGo(SimNode node, Dice dice, boolean goes) {
        for (SimNode other : world.nodes()) {
            if (other != node && goes) {
                world.network().cut(episode, other.number(), node.number());
                world.network().cut(episode, node.number(), other.number());
            } else if (other != node) {
                world.network().mend(episode, other.number(), node.number());
                world.network().mend(episode, node.number(), other.number());
            }
        }
        long lasts = dice.between(goes ? CUT_NANOS_MIN : GAP_NANOS_MIN, GAP_NANOS_MAX);
        episode.after(lasts, () -> comeAndGo(node, dice, !goes));
    }
}
