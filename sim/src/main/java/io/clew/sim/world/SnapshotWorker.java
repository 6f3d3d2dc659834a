package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.storage.SnapshotStore;

import java.util.ArrayDeque;

/** The thread of a process that works on snapshot files, one task after the other. */
final class SnapshotWorker {
    private final World world;
    private final SimProcess process;
    private final SnapshotStore store;
    private final Dice dice;
    private final ArrayDeque<SnapshotTask> queue = new ArrayDeque<>();
    private boolean busy;

    SnapshotWorker(World world, SimProcess process, SnapshotStore store, Dice dice) {
        this.world = world;
        this.process = process;
        this.store = store;
        this.dice = dice;
    }

    void submit(SnapshotTask task) {
        queue.add(task);
        if (!busy) {
            next();
        }
    }

    private void next() {
        busy = true;
        world.timeline().after(process.machine().diskLatency(dice), this::work);
    }

    private void work() {
        if (process.dead()) {
            return;
        }
        SnapshotTask task = queue.remove();
        process.onDisk(() -> finish(task, task.run(store)));
        busy = false;
        if (!queue.isEmpty()) {
            next();
        }
    }

    private void finish(SnapshotTask task, Event done) {
        if (done instanceof Event.SnapshotSaved && !process.outlives(Moment.SAVED)) {
            return;
        }
        if (done instanceof Event.ChunkReceived piece
                && !process.outlives(piece.complete() == null ? Moment.RECEIVED : Moment.INSTALL)) {
            return;
        }
        world.worked(process.machine(), task, done);
        process.deliver(done);
    }
}
