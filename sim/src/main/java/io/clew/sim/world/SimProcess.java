package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.Replica;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.WriteBatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One run of the real engine on a machine, driven as the server's loop drives it: whatever has
 * arrived is handled, then the clock is looked at, then all effects leave together.
 */
public final class SimProcess {
    private static final long STEP_NANOS_MAX = 50_000;

    private final World world;
    private final SimNode machine;
    private final Node node;
    private final Dice dice;
    private final DiskWriter writer;
    private final SnapshotWorker worker;
    private final FragileDisk disk;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private boolean dead;
    private boolean stepPlanned;
    private long timerAt = Long.MAX_VALUE;
    private final List<Episode> pauses = new ArrayList<>();
    private @Nullable Episode powerLoss;
    private @Nullable Ambush ambush;

    /** A strike that waits for a moment, and then perhaps for some more disk operations. */
    private record Ambush(Episode by, Moment moment, int operations) {}

    SimProcess(
            World world, SimNode machine, Node node, Storage storage, FragileDisk disk, Dice dice) {
        this.world = world;
        this.machine = machine;
        this.node = node;
        this.dice = dice;
        this.disk = disk;
        this.writer = new DiskWriter(world, this, storage, dice.stream("writer"));
        this.worker = new SnapshotWorker(world, this, storage.snapshots(), dice.stream("worker"));
    }

    /** Begins with what its disk holds. */
    void start(Recovered recovered) {
        writer.knows(recovered);
        planStep(0);
    }

    public SimNode machine() {
        return machine;
    }

    public Node node() {
        return node;
    }

    /** The consensus of the first shard, to whose group all nodes belong. */
    public Raft raft() {
        return node.replica(0).raft();
    }

    /** Its replica of a shard, null if it has none. */
    public @Nullable Replica replica(int shard) {
        return node.find(shard);
    }

    /** The consensus of its replica of a shard, null if it has none. */
    public @Nullable Raft raft(int shard) {
        Replica replica = replica(shard);
        return replica == null ? null : replica.raft();
    }

    public boolean dead() {
        return dead;
    }

    public boolean writing() {
        return writer.busy();
    }

    void kill() {
        dead = true;
    }

    /** Loses power at the n-th disk operation from now, unless the strike ends before. */
    public void losePowerAfter(Episode by, int operations) {
        powerLoss = by;
        disk.failAfter(operations);
        by.atEnd(
                () -> {
                    if (powerLoss == by) {
                        disk.failAfter(Integer.MAX_VALUE);
                    }
                });
    }

    /**
     * Stops the process until it is resumed or the strike ends; what arrives waits for it, and the
     * clock runs on.
     */
    public void pause(Episode by) {
        pauses.add(by);
        world.paused(machine, world.timeline().now() + by.lastsNanos());
        by.atEnd(() -> resume(by));
    }

    /** Ends a pause. */
    public void resume(Episode by) {
        if (pauses.remove(by) && pauses.isEmpty()) {
            world.resumed(machine);
            planStep(0);
        }
    }

    /**
     * Crashes the machine when the process comes to a moment, unless the strike ends or crashes
     * another one before.
     *
     * @param operations so many disk operations later, if that is not 0
     */
    public void crashAt(Episode by, Moment moment, int operations) {
        ambush = new Ambush(by, moment, operations);
        by.atEnd(
                () -> {
                    if (ambush != null && ambush.by == by) {
                        ambush = null;
                    }
                });
    }

    /** Tells that the process has come to a moment, and whether it outlives it. */
    boolean outlives(Moment moment) {
        Ambush waiting = ambush;
        if (!dead && waiting != null && waiting.moment == moment && waiting.by.touches() == 0) {
            if (waiting.operations == 0) {
                machine.crash(waiting.by, waiting.by.crashKind());
            } else {
                ambush = null;
                losePowerAfter(waiting.by, waiting.operations);
            }
        }
        return !dead;
    }

    void deliver(Event event) {
        inbox.add(event);
        planStep(dice.between(1_000, STEP_NANOS_MAX));
    }

    private void planStep(long delay) {
        if (!stepPlanned) {
            stepPlanned = true;
            world.timeline().after(delay, this::step);
        }
    }

    private void step() {
        stepPlanned = false;
        if (dead) {
            return;
        }
        if (!pauses.isEmpty()) {
            pauses.forEach(by -> by.touch(machine));
            return;
        }
        Effects effects = effectsOf(machine.clock().at(world.timeline().now()));
        world.stepped(machine, effects);
        if (ambush != null && !Moment.of(effects).stream().allMatch(this::outlives)) {
            return;
        }
        carryOut(effects);
        if (!dead) {
            planTimer();
        }
    }

    private Effects effectsOf(long now) {
        try {
            for (Event event = inbox.poll(); event != null; event = inbox.poll()) {
                node.handle(now, event);
            }
            if (node.deadline() <= now) {
                node.handle(now, new Event.Ticked());
            }
            return node.flush(now);
        } catch (RuntimeException e) {
            throw new Violation(Violation.ENGINE_STOPS, machine + " stops: " + e, e);
        }
    }

    private void carryOut(Effects effects) {
        world.trace().event(Trace.Kind.STEPPED, machine.number(), effects.sends().size());
        if (world.trace().listening()) {
            for (Note note : effects.notes()) {
                world.trace().line(machine + " " + note.text());
            }
        }
        List<Effects.Transmission> sends = effects.sends();
        for (int i = 0; i < sends.size(); i++) {
            if (i > 0 && !outlives(Moment.SENDING)) {
                return;
            }
            if (losesPower("send")) {
                return;
            }
            world.network().send(machine, sends.get(i).to(), sends.get(i).frame());
        }
        if (!effects.answers().isEmpty() && !outlives(Moment.ANSWERING)) {
            return;
        }
        for (Effects.Answer answer : effects.answers()) {
            if (losesPower("answer")) {
                return;
            }
            world.clients().answer(machine, answer.token(), answer.reply());
        }
        for (var task : effects.tasks()) {
            if (losesPower("task")) {
                return;
            }
            worker.submit(task);
        }
        WriteBatch write = effects.write();
        if (write != null && !losesPower("write")) {
            writer.submit(write);
        }
    }

    private boolean losesPower(String effect) {
        Episode by = world.powerLoss(machine, effect);
        if (by != null) {
            machine.crash(by, by.crashKind());
        }
        return by != null;
    }

    private void planTimer() {
        long due = machine.clock().when(node.deadline());
        if (due < timerAt) {
            timerAt = due;
            world.timeline().at(due, this::timer);
        }
    }

    /** The time that was waited for comes earlier now, or later. */
    void clockChanged() {
        timerAt = Long.MAX_VALUE;
        planTimer();
    }

    private void timer() {
        // An earlier timer may have replaced this one, which then finds nothing to do.
        if (dead || world.timeline().now() < timerAt) {
            return;
        }
        timerAt = Long.MAX_VALUE;
        planStep(0);
    }

    /** Runs work that touches the disk, in the middle of which the power may fail. */
    void onDisk(Runnable work) {
        try {
            work.run();
        } catch (FragileDisk.PowerLoss e) {
            Episode by =
                    e.by != null
                            ? e.by
                            : Objects.requireNonNull(powerLoss, "power fails only when struck");
            machine.crash(by, by.crashKind());
        } catch (Violation e) {
            throw e;
        } catch (DiskException e) {
            machine.failed(e);
        } catch (CorruptionException e) {
            machine.foundDamage(e);
        } catch (RuntimeException e) {
            throw new Violation(Violation.STORAGE_STOPS, machine + " stops: " + e, e);
        }
    }
}
