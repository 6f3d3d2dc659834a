package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.WriteBatch;

import java.util.ArrayDeque;
import java.util.TreeMap;

/**
 * The thread of a process that writes the log: whatever has queued up is appended, then synced
 * once. Between the two lies the time in which a crash loses it.
 */
final class DiskWriter {
    private static final long IDLE_NANOS = 100 * Setup.MILLI;

    private final World world;
    private final SimProcess process;
    private final Storage storage;
    private final Dice dice;
    private final ArrayDeque<WriteBatch> queue = new ArrayDeque<>();
    private boolean busy;
    private long syncs;

    /** Where the log of each shard ended after its last entries. */
    private final TreeMap<Integer, Long> lastIndex = new TreeMap<>();

    DiskWriter(World world, SimProcess process, Storage storage, Dice dice) {
        this.world = world;
        this.process = process;
        this.storage = storage;
        this.dice = dice;
    }

    /** What the disk holds at the start. */
    void knows(Recovered recovered) {
        for (Recovered.Shard shard : recovered.shards()) {
            SnapshotState snapshot = shard.snapshot();
            long covered = snapshot == null ? 0 : snapshot.last().index();
            lastIndex.put(shard.shard(), covered + shard.entries().size());
        }
    }

    boolean busy() {
        return busy;
    }

    void submit(WriteBatch batch) {
        queue.add(batch);
        if (!busy) {
            busy = true;
            world.timeline().after(dice.between(1_000, 20_000), this::append);
        }
    }

    private void append() {
        if (process.dead()) {
            return;
        }
        long last = queue.getLast().sequence();
        for (WriteBatch batch = queue.poll(); batch != null; batch = queue.poll()) {
            WriteBatch next = batch;
            if (!Moment.of(batch, lastIndex).stream().allMatch(process::outlives)) {
                return;
            }
            process.onDisk(() -> storage.append(next));
            if (process.dead()) {
                return;
            }
            note(batch);
        }
        world.appended(process.machine());
        if (!process.outlives(Moment.APPENDED)) {
            return;
        }
        world.timeline().after(process.machine().diskLatency(dice), () -> sync(last));
    }

    private void note(WriteBatch batch) {
        for (WriteBatch.ShardWrite each : batch.shards()) {
            if (!each.write().entries().isEmpty()) {
                lastIndex.put(each.shard(), each.write().entries().getLast().index());
            }
        }
    }

    private void sync(long last) {
        if (process.dead()) {
            return;
        }
        process.onDisk(storage::sync);
        if (!process.outlives(Moment.SYNCED)) {
            return;
        }
        busy = false;
        world.synced(process.machine(), last);
        process.deliver(new Event.Written(last));
        if (!queue.isEmpty()) {
            busy = true;
            append();
        } else {
            long quietSince = ++syncs;
            world.timeline().after(IDLE_NANOS, () -> idle(quietSince));
        }
    }

    /** Nothing came for a while: the storage may use the time. */
    private void idle(long quietSince) {
        if (!process.dead() && !busy && syncs == quietSince) {
            process.onDisk(storage::idle);
        }
    }
}
