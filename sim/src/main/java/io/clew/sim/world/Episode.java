package io.clew.sim.world;

import io.clew.sim.disk.SimDisk;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One strike while it is in force. Whatever it does to frames, disks and processes is reported here
 * by the part of the world that it is done to, so that no fault goes for one that had no effect.
 */
public final class Episode {
    private final World world;
    private final int ordinal;
    private final Strike strike;
    private final Dice dice;
    private final List<Runnable> undos = new ArrayList<>();
    private String what = "";
    private boolean over;
    private long touches;
    private long endedAfterNanos;

    /** Of which this is the sequel, null if of none. */
    private final @Nullable Episode first;

    public Episode(World world, int ordinal, Strike strike) {
        this(world, ordinal, strike, Dice.of(strike.seed(), strike.family()), null);
    }

    private Episode(World world, int ordinal, Strike strike, Dice dice, @Nullable Episode first) {
        this.world = world;
        this.ordinal = ordinal;
        this.strike = strike;
        this.dice = dice;
        this.first = first;
        this.endedAfterNanos = strike.endsAfterNanos();
    }

    public World world() {
        return world;
    }

    /** 1 for the first strike of the schedule. */
    public int ordinal() {
        return ordinal;
    }

    public Strike strike() {
        return strike;
    }

    /** The chance that belongs to this strike alone. */
    public Dice dice() {
        return dice;
    }

    public long lastsNanos() {
        return strike.lastsNanos();
    }

    /** Says that the world is being harmed; a strike that finds nothing to harm does not. */
    public void struck(String harm) {
        what = harm;
        world.faults().add(strike.family());
        world.trace().fault(strike.family(), ordinal + " " + harm);
    }

    /** Whether it found something to harm. */
    public boolean hasStruck() {
        return !what.isEmpty();
    }

    /** What it did, for people; empty if nothing. */
    public String what() {
        return what;
    }

    /** Does a later part of the harm, unless all is over by then. */
    public void after(long nanos, Runnable part) {
        world.timeline()
                .first(
                        world.timeline().now() + nanos,
                        () -> {
                            if (!over) {
                                part.run();
                            }
                        });
    }

    /** Undoes something at the end, be it in time or before. */
    public void atEnd(Runnable undo) {
        undos.add(undo);
    }

    /** Something went another way at a node because of this strike. */
    public void touch(SimNode node) {
        meets(node);
        works();
    }

    /** A node is asked for something because of this strike, whatever comes of it. */
    void meets(SimNode node) {
        world.touched(this, node);
    }

    /** Something really went another way because of this strike. */
    void works() {
        touches++;
        if (first != null) {
            first.works();
        }
    }

    /** What goes on when this has ended, and yet is its doing; it has an end of its own. */
    Episode sequel() {
        return new Episode(world, ordinal, strike, dice.stream("sequel"), this);
    }

    /** How often something went another way because of this strike. */
    public long touches() {
        return touches;
    }

    /** How this strike's next crash treats what was not synced. */
    public SimDisk.Crash crashKind() {
        SimDisk.Crash[] kinds = SimDisk.Crash.values();
        return kinds[dice.between(0, kinds.length - 1)];
    }

    /** Whether something that happens in a share of all cases happens in the numbered one. */
    boolean happens(double share, long number) {
        return Dice.unit(strike.seed(), number) < share;
    }

    /** The strike with the end that it really had. */
    public Strike executed() {
        return new Strike(
                strike.atNanos(),
                strike.family(),
                strike.seed(),
                strike.lastsNanos(),
                endedAfterNanos);
    }

    public boolean over() {
        return over;
    }

    /** Ends the trouble before its time. */
    public void relieve() {
        endedAfterNanos = world.timeline().now() - strike.atNanos();
        end();
    }

    /** Ends the trouble; what has ended stays so. */
    public void end() {
        if (!over) {
            over = true;
            undos.forEach(Runnable::run);
        }
    }
}
