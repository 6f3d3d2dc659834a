package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.raft.Note;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.WriteBatch;

import java.util.ArrayDeque;

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
    private long pausedUntil;

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

    void start() {
        planStep(0);
    }

    public SimNode machine() {
        return machine;
    }

    public Node node() {
        return node;
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

    /** Loses power at the n-th disk operation from now. */
    public void losePowerAfter(int operations) {
        disk.failAfter(operations);
    }

    /** Stops the process for a while; what arrives waits for it, and the clock runs on. */
    public void pause(long nanos) {
        pausedUntil = Math.max(pausedUntil, world.timeline().now() + nanos);
        world.paused(machine, pausedUntil);
    }

    public void resume() {
        pausedUntil = world.timeline().now();
        world.resumed(machine);
        world.timeline().after(0, this::step);
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
        long virtual = world.timeline().now();
        if (virtual < pausedUntil) {
            planStep(pausedUntil - virtual);
            return;
        }
        Effects effects = effectsOf(machine.clock().at(virtual));
        world.stepped(machine, effects);
        carryOut(effects);
        planTimer();
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
        for (Effects.Transmission sent : effects.sends()) {
            world.network().send(machine, sent.to(), sent.frame());
        }
        for (Effects.Answer answer : effects.answers()) {
            world.clients().answer(machine, answer.token(), answer.reply());
        }
        for (var task : effects.tasks()) {
            worker.submit(task);
        }
        WriteBatch write = effects.write();
        if (write != null) {
            writer.submit(write);
        }
    }

    private void planTimer() {
        long due = machine.clock().when(node.deadline());
        if (due < timerAt) {
            timerAt = due;
            world.timeline().at(due, this::timer);
        }
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
            machine.crash(world.crashKind());
        } catch (Violation e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Violation(Violation.STORAGE_STOPS, machine + " stops: " + e, e);
        }
    }
}
