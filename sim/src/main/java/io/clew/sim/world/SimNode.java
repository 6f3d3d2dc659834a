package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.api.Request;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.sim.disk.SimDisk;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A machine of the cluster: its disk, address and clock outlive the process that runs on it. */
public final class SimNode {
    private static final long RESTART_NANOS_MIN = 100 * Setup.MILLI;
    private static final long RESTART_NANOS_MAX = Setup.SECOND;
    private static final long DISK_NANOS_MAX = 3 * Setup.SECOND;
    private static final double REPLACED_AT_ONCE_SHARE = 0.5;

    private final World world;
    private final int number;
    private final String address;
    private final MachineClock clock;
    private final Dice dice;
    private SimDisk disk;
    private NodeId id = NodeId.UNBOUND;
    private int boots;
    private final List<SlowDisk> slowDisks = new ArrayList<>();
    private final List<Episode> outages = new ArrayList<>();
    private @Nullable Episode failing;
    private @Nullable Episode damaging;
    private @Nullable Episode powerLoss;
    private int powerLossAfter;
    private boolean refusing;
    private boolean spare;
    private @Nullable SimProcess process;

    /** A strike that makes disk work longer by a factor, and lets none end before a moment. */
    private record SlowDisk(Episode by, double factor, long until) {}

    SimNode(World world, int number, String address, Dice dice) {
        this.world = world;
        this.number = number;
        this.address = address;
        this.clock =
                new MachineClock(
                        world.timeline(),
                        world.setup().machines().get(number).clock(),
                        this::clockChanged);
        this.dice = dice;
        this.disk = new SimDisk();
        this.spare = world.setup().machines().get(number).spare();
    }

    /** 0 for the first. */
    public int number() {
        return number;
    }

    public String address() {
        return address;
    }

    /** The slowest that its clock has ever run. */
    public long slowestClockPpm() {
        return clock.slowestPpm();
    }

    public SimClock clock() {
        return clock.now();
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

    /**
     * Recovers the disk and starts a process; does nothing if one runs, or if nothing can run here
     * for now.
     */
    public void boot() {
        if (process != null || refusing || !outages.isEmpty()) {
            return;
        }
        boots++;
        Dice own = dice.stream("boot", boots);
        var fragile = new FragileDisk(disk, () -> world.powerLoss(this, "disk"));
        Storage storage = open(fragile, freshId(own));
        if (storage == null) {
            return;
        }
        Recovered recovered = storage.takeRecovered();
        id = recovered.node();
        world.recovered(this, recovered);
        Node node = start(recovered, own.stream("engine"));
        process = new SimProcess(world, this, node, storage, fragile, own.stream("process"));
        world.trace().event(Trace.Kind.STARTED, number, id.value());
        if (world.trace().listening()) {
            world.trace().line(this + " starts as " + id + ", boot " + boots);
        }
        world.booted(this, recovered);
        process.start(recovered);
    }

    private @Nullable Storage open(FragileDisk fragile, NodeId freshId) {
        if (powerLoss != null) {
            fragile.failAfter(powerLossAfter);
        }
        try {
            return Storage.open(fragile, world.setup().storage(), freshId);
        } catch (FragileDisk.PowerLoss e) {
            Episode by =
                    e.by != null
                            ? e.by
                            : Objects.requireNonNull(powerLoss, "power fails only when struck");
            by.touch(this);
            disk.crash(by.dice(), by.crashKind());
        } catch (DiskException e) {
            failed(e);
        } catch (CorruptionException e) {
            foundDamage(e);
        } catch (RuntimeException e) {
            throw new Violation(Violation.STORAGE_STOPS, this + " cannot recover: " + e, e);
        } finally {
            powerLoss = null;
            fragile.failAfter(Integer.MAX_VALUE);
        }
        return null;
    }

    private Node start(Recovered recovered, Dice chance) {
        long now = clock.now().at(world.timeline().now());
        List<String> initial = spare ? List.of() : world.founders();
        try {
            return new Node(world.setup().node(), address, initial, recovered, chance, now);
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

    /** Lets nothing run here until the strike ends. */
    public void outage(Episode by) {
        outages.add(by);
        by.atEnd(
                () -> {
                    outages.remove(by);
                    boot();
                });
    }

    /**
     * Lets the power fail at the n-th disk operation of the next start, unless the strike ends
     * before.
     */
    public void losePowerInStart(Episode by, int operations) {
        powerLoss = by;
        powerLossAfter = operations;
        by.atEnd(
                () -> {
                    if (powerLoss == by) {
                        powerLoss = null;
                    }
                });
    }

    /** Sets the clock forward. */
    public void stepClock(Episode by, long nanos) {
        by.touch(this);
        clock.step(nanos);
    }

    /** Lets the clock run at another rate, until the strike ends. */
    public void runClock(Episode by, long ratePpm) {
        by.touch(this);
        clock.run(by, ratePpm);
    }

    private void clockChanged() {
        if (process != null) {
            process.clockChanged();
        }
    }

    /** Asks the process for something, if one runs; nobody waits for the answer. */
    public void ask(Episode by, Request request) {
        if (process != null) {
            by.touch(this);
            ask(world.clients().operatorToken(), request);
        }
    }

    /** Whether a strike lets the disk fail. */
    public boolean hasFailingDisk() {
        return failing != null;
    }

    /**
     * Lets the disk fail until the strike ends. A process that meets a failure ends, and is started
     * again and again.
     */
    public void failDisk(Episode by, Consumer<SimDisk> injection) {
        failing = by;
        injection.accept(disk);
        by.atEnd(
                () -> {
                    failing = null;
                    disk.heal();
                    boot();
                });
    }

    /** The storage has given up; only a failure that was injected is an excuse. */
    void failed(DiskException e) {
        Episode by = failing;
        if (by == null || disk.failures() == 0) {
            throw new Violation(Violation.STORAGE_STOPS, this + " stops: " + e, e);
        }
        by.touch(this);
        end(by, "stops: " + e.getMessage());
        by.after(by.dice().magnitude(RESTART_NANOS_MIN, RESTART_NANOS_MAX), this::boot);
    }

    /** Whether this machine's disk was damaged by a strike, found or not. */
    public boolean hasDamagedDisk() {
        return damaging != null;
    }

    /** Damages a sector. What finds it ends, and none runs here until there is an empty disk. */
    public void damageDisk(Episode by, Consumer<SimDisk> damage) {
        damaging = by;
        damage.accept(disk);
    }

    /** The storage says that something was damaged. */
    void foundDamage(CorruptionException e) {
        if (e.getCause() instanceof DiskException unread) {
            failed(unread); // Another start may be able to read it.
            return;
        }
        Episode by = damaging;
        if (by == null) {
            // Nothing was damaged but what a power loss may damage: the report is wrong.
            throw new Violation("recovery succeeds", this + " cannot recover: " + e, e);
        }
        by.touch(this);
        end(by, "refuses: " + e.getMessage());
        refusing = true;
        if (by.over() || by.dice().chance(REPLACED_AT_ONCE_SHARE)) {
            world.timeline().after(RESTART_NANOS_MAX, () -> replaceDisk(by));
        } else {
            by.atEnd(() -> replaceDisk(by));
        }
    }

    /** Puts in an empty disk, if that is what is waited for. */
    public void replaceDisk(Episode by) {
        if (refusing) {
            refusing = false;
            loseDisk(by);
            boot();
        }
    }

    /** The episode that damaged the disk of a machine on which nothing runs for that. */
    public @Nullable Episode refusal() {
        return refusing ? damaging : null;
    }

    private void end(Episode by, String why) {
        if (world.trace().listening()) {
            world.trace().line(this + " " + why);
        }
        if (process == null) {
            disk.crash(by.dice(), SimDisk.Crash.KEEPS_UNSYNCED);
        }
        crash(by, SimDisk.Crash.KEEPS_UNSYNCED);
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
        return stalled + (long) Math.min(work, DISK_NANOS_MAX) + Setup.MICRO;
    }

    /** Puts an empty disk in place of the own: whoever boots here next is somebody else. */
    public void loseDisk(Episode by) {
        crash(by, SimDisk.Crash.LOSES_UNSYNCED);
        by.touch(this);
        damaging = null;
        disk = new SimDisk();
        id = NodeId.UNBOUND;
        // Whoever starts an empty machine for a cluster that has changed must not let it found one.
        spare |= world.cluster().changed();
        world.diskLost(this);
    }

    /** Gives a machine that has left an empty disk, so that it can be taken in as somebody new. */
    public void becomeSpare(Episode by) {
        loseDisk(by);
        spare = true;
    }

    /** What a loss of power that keeps nothing unsynced would leave on the disk. */
    public Recovered survivors() {
        SimDisk copy = disk.copy();
        copy.crash(dice, SimDisk.Crash.LOSES_UNSYNCED);
        return Storage.open(copy, world.setup().storage(), new NodeId(1)).takeRecovered();
    }

    /** Gives the running process a client's request. */
    public void ask(long token, Request request) {
        world.asked(this, token, request);
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
