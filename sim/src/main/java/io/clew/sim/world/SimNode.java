package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.sim.disk.SimDisk;

import org.jspecify.annotations.Nullable;

/** A machine of the cluster: its disk, address and clock outlive the process that runs on it. */
public final class SimNode {
    private final World world;
    private final int number;
    private final String address;
    private final SimClock clock;
    private final Dice dice;
    private SimDisk disk;
    private NodeId id = NodeId.UNBOUND;
    private int boots;
    private double diskSlowness = 1;
    private long diskStalledUntil;
    private @Nullable SimProcess process;

    SimNode(World world, int number, String address, SimClock clock, Dice dice) {
        this.world = world;
        this.number = number;
        this.address = address;
        this.clock = clock;
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
        var fragile = new FragileDisk(disk);
        Storage storage;
        Recovered recovered;
        try {
            storage = Storage.open(fragile, world.setup().storage(), freshId(own));
            recovered = storage.recovered();
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
    public void crash(SimDisk.Crash kind) {
        SimProcess running = process;
        if (running == null) {
            return;
        }
        running.kill();
        process = null;
        disk.crash(dice, kind);
        world.trace().event(Trace.Kind.CRASHED, number, kind.name().hashCode());
        if (world.trace().listening()) {
            world.trace().line(this + " crashes, disk " + kind);
        }
        world.crashed(this);
    }

    /** Makes the disk slower by a factor. */
    public void slowDisk(double factor) {
        diskSlowness = factor;
    }

    /** Lets no disk work finish for a while. */
    public void stallDisk(long nanos) {
        diskStalledUntil = Math.max(diskStalledUntil, world.timeline().now() + nanos);
    }

    /** Ends all slowness of the disk. */
    public void healDisk() {
        diskSlowness = 1;
        diskStalledUntil = 0;
    }

    /** How long the next piece of disk work takes. */
    long diskLatency(Dice chance) {
        long work = (long) (chance.exponential(world.setup().diskMeanNanos()) * diskSlowness);
        return Math.max(0, diskStalledUntil - world.timeline().now()) + work + Setup.MICRO;
    }

    /** Puts an empty disk in place of the own: whoever boots here next is somebody else. */
    public void loseDisk() {
        crash(SimDisk.Crash.LOSES_UNSYNCED);
        disk = new SimDisk();
        id = NodeId.UNBOUND;
        world.diskLost(this);
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
