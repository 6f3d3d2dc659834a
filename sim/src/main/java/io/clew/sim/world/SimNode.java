package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.api.Request;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.sim.disk.SimDisk;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A machine of the cluster: its disk, address and clock outlive the process that runs on it. */
public final class SimNode {
    private final World world;
    private final int number;
    private final String address;
    private SimClock clock;
    private final Dice dice;
    private SimDisk disk;
    private NodeId id = NodeId.UNBOUND;
    private int boots;
    private int disksLost;
    private final List<SlowDisk> slowDisks = new ArrayList<>();
    private @Nullable SimProcess process;

    /** A strike that makes disk work longer by a factor, and lets none end before a moment. */
    private record SlowDisk(Episode by, double factor, long until) {}

    SimNode(World world, int number, String address, Dice dice) {
        this.world = world;
        this.number = number;
        this.address = address;
        this.clock = world.setup().machines().get(number).clock();
        this.dice = dice;
        this.disk = new SimDisk();
    }

    /** 0 for the first. */
    public int number() {
        return number;
    }

    public String address() {
        return address;
    }

    public SimClock clock() {
        return clock;
    }

    public SimDisk disk() {
        return disk;
    }

    /** The identity of the data folder, unbound before the first boot. */
    public NodeId id() {
        return id;
    }

    public boolean up() {
        return process != null;
    }

    /** The process that runs, null while the machine is down. */
    public @Nullable SimProcess process() {
        return process;
    }

    /** Recovers the disk and starts a process; does nothing if one runs. */
    public void boot() {
        if (process != null) {
            return;
        }
        boots++;
        Dice own = dice.stream("boot", boots);
        var fragile = new FragileDisk(disk, () -> world.powerLoss(this, "disk"));
        Storage storage;
        Recovered recovered;
        try {
            storage = Storage.open(fragile, world.setup().storage(), freshId(own));
            recovered = storage.recovered();
        } catch (FragileDisk.PowerLoss e) {
            Episode by = Objects.requireNonNull(e.by, "nothing else takes the power of a boot");
            disk.crash(by.dice(), by.crashKind());
            return;
        } catch (CorruptionException e) {
            // Nothing was damaged but what a power loss may damage: the report is wrong.
            throw new Violation("recovery succeeds", this + " cannot recover: " + e, e);
        } catch (RuntimeException e) {
            throw new Violation(Violation.STORAGE_STOPS, this + " cannot recover: " + e, e);
        }
        id = recovered.node();
        world.recovered(this, recovered);
        Node node = start(recovered, own.stream("engine"));
        process = new SimProcess(world, this, node, storage, fragile, own.stream("process"));
        world.trace().event(Trace.Kind.STARTED, number, id.value());
        if (world.trace().listening()) {
            world.trace().line(this + " starts as " + id + ", boot " + boots);
        }
        world.booted(this, recovered);
        process.start();
    }

    private Node start(Recovered recovered, Dice chance) {
        long now = clock.at(world.timeline().now());
        try {
            return new Node(
                    world.setup().engine(), address, world.addresses(), recovered, chance, now);
        } catch (RuntimeException e) {
            throw new Violation(Violation.ENGINE_STOPS, this + " cannot start: " + e, e);
        }
    }

    private static NodeId freshId(Dice own) {
        return new NodeId(own.nextLong() | 1);
    }

    /** Ends the process at once; what its disk keeps depends on the kind of crash. */
    public void crash(Episode by, SimDisk.Crash kind) {
        SimProcess running = process;
        if (running == null) {
            return;
        }
        by.touch(this);
        running.kill();
        process = null;
        disk.crash(by.dice(), kind);
        world.trace().event(Trace.Kind.CRASHED, number, kind.name().hashCode());
        if (world.trace().listening()) {
            world.trace().line(this + " crashes, disk " + kind);
        }
        world.crashed(this);
    }

    /** Makes the disk slower by a factor, until the strike ends. */
    public void slowDisk(Episode by, double factor) {
        hamper(new SlowDisk(by, factor, 0));
    }

    /** Lets no disk work finish before a moment; what begins after the strike's end may. */
    public void stallDisk(Episode by, long until) {
        hamper(new SlowDisk(by, 1, until));
    }

    private void hamper(SlowDisk slow) {
        slowDisks.add(slow);
        slow.by.atEnd(() -> slowDisks.remove(slow));
    }

    /** How long the next piece of disk work takes. */
    long diskLatency(Dice chance) {
        double factor = 1;
        long stalled = 0;
        for (SlowDisk slow : slowDisks) {
            slow.by.touch(this);
            // Not their product: what begins while many strike at once would outlast the run.
            factor = Math.max(factor, slow.factor);
            stalled = Math.max(stalled, slow.until - world.timeline().now());
        }
        double work = chance.exponential(world.setup().diskMeanNanos()) * factor;
        return stalled + (long) work + Setup.MICRO;
    }

    /** Whether this machine has ever lost its disk. */
    public boolean hasLostDisk() {
        return disksLost > 0;
    }

    /** Puts an empty disk in place of the own: whoever boots here next is somebody else. */
    public void loseDisk(Episode by) {
        crash(by, SimDisk.Crash.LOSES_UNSYNCED);
        by.touch(this);
        disksLost++;
        disk = new SimDisk();
        id = NodeId.UNBOUND;
        world.diskLost(this);
    }

    /** Sets the clock forward, and lets it run at another rate from now on. */
    public void changeClock(long stepNanos, long ratePpm) {
        clock = clock.changed(world.timeline().now(), stepNanos, ratePpm);
        if (process != null) {
            process.clockChanged();
        }
    }

    /** What a loss of power that keeps nothing unsynced would leave on the disk. */
    public Recovered survivors() {
        SimDisk copy = disk.copy();
        copy.crash(dice, SimDisk.Crash.LOSES_UNSYNCED);
        return Storage.open(copy, world.setup().storage(), new NodeId(1)).recovered();
    }

    /** Gives the running process a client's request. */
    public void ask(long token, Request request) {
        world.asked(this, token);
        deliver(new Event.Requested(token, request));
    }

    /** Gives the running process an event; without one it is lost. */
    public void deliver(Event event) {
        SimProcess running = process;
        if (running != null) {
            running.deliver(event);
        }
    }

    @Override
    public String toString() {
        return "node" + (number + 1);
    }
}
