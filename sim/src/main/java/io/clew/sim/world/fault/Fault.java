package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.Trace;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;

/**
 * A family of faults, which strikes in episodes: trouble starts, lasts, and ends. A subclass says
 * what a strike does and how to undo it; when strikes come is decided here.
 */
public abstract class Fault {
    private static final long GAP_NANOS_MIN = 400 * Setup.MILLI;
    private static final long GAP_NANOS_MAX = 5 * Setup.SECOND;

    private static final double LEADER_SHARE = 0.4;

    private final String name;
    private final World world;
    private final Dice dice;
    private final long gapNanos;
    private final List<Episode> open = new ArrayList<>();
    private boolean over;

    /** Trouble that lasts until it is undone; one is never equal to another. */
    private static final class Episode {
        final Runnable undo;

        Episode(Runnable undo) {
            this.undo = undo;
        }
    }

    /** The gap between strikes is drawn here, so that families are busy or rare per run. */
    protected Fault(String name, World world) {
        this.name = name;
        this.world = world;
        this.dice = world.dice().stream("fault " + name);
        this.gapNanos = dice.magnitude(GAP_NANOS_MIN, GAP_NANOS_MAX);
    }

    /** Does harm once; what it changes is undone by what it gives to {@link #until}. */
    protected abstract void strike();

    public final String name() {
        return name;
    }

    protected final World world() {
        return world;
    }

    protected final Dice dice() {
        return dice;
    }

    /** Begins to strike, again and again until {@link #heal}. */
    public final void unleash() {
        world.timeline()
                .after(
                        dice.exponential(gapNanos),
                        () -> {
                            if (!over) {
                                if (!world.clients().starving()) {
                                    strike();
                                }
                                unleash();
                            }
                        });
    }

    /** Strikes no more, and undoes all that is still in force. */
    public final void heal() {
        over = true;
        calm();
    }

    /** Whether everything has been healed for good. */
    protected final boolean over() {
        return over;
    }

    /** Undoes all that is in force; there may be more later. */
    public final void calm() {
        for (Episode episode : List.copyOf(open)) {
            end(episode);
        }
    }

    /** Whom a strike hits: a node that leads as often as any. */
    protected final SimNode victim() {
        return dice.chance(LEADER_SHARE) ? leader() : dice.pick(world.nodes());
    }

    /** A node that takes itself for the leader, any node if there is none. */
    protected final SimNode leader() {
        for (SimNode node : world.nodes()) {
            SimProcess process = node.process();
            if (process != null && process.node().replica(0).raft().leads()) {
                return node;
            }
        }
        return dice.pick(world.nodes());
    }

    /** Says that the world has been harmed; a strike that finds nothing to harm does not. */
    protected final void struck(String what) {
        world.faults().add(name);
        world.trace().event(Trace.Kind.FAULT, 0, name.hashCode());
        if (world.trace().listening()) {
            world.trace().line("*** " + name + ": " + what);
        }
    }

    /** Undoes a strike after a while, or when all is healed. */
    protected final void until(long nanos, Runnable undo) {
        var episode = new Episode(undo);
        open.add(episode);
        world.timeline().after(nanos, () -> end(episode));
    }

    private void end(Episode episode) {
        if (open.remove(episode)) {
            episode.undo.run();
        }
    }
}
