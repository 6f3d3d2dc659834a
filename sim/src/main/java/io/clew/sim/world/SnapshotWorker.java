package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.storage.SnapshotStore;

import java.util.ArrayDeque;

/** The thread of a process that works on snapshot files, one task after the other. */
final class SnapshotWorker {
    /** How much longer than a sync it may take to write, or to read back, a whole state. */
    private static final int WHOLE_TIMES_MAX = 20;

    /** But not because of that longer than so, or on a slow disk it would outlast the run. */
    private static final long WHOLE_NANOS_MAX = 2 * Setup.SECOND;

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
        long latency = process.machine().diskLatency(dice);
        int times = isWhole(queue.getFirst()) ? dice.between(1, WHOLE_TIMES_MAX) : 1;
        long longer = Math.min(times * latency, WHOLE_NANOS_MAX);
        world.timeline().after(Math.max(latency, longer), this::work);
    }

    /** Meanwhile the log goes on, and may overtake what is being saved or installed. */
    private static boolean isWhole(SnapshotTask task) {
        return switch (task) {
            case SnapshotTask.Save _ -> true;
            case SnapshotTask.Receive piece ->
                    piece.offset() + piece.chunk().size() == piece.snapshot().sizeBytes();
            case SnapshotTask.Load _, SnapshotTask.Scrub _, SnapshotTask.Drop _ -> false;
        };
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
