package io.clew.sim.scale;

import io.clew.engine.raft.Entry;
import io.clew.engine.storage.WriteBatch;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/** A disk that writes all that waits with one sync, as the server's does. */
final class ModelDisk {
    private final Costs costs;
    private final Timetable time;
    private final LongConsumer durable;
    private final ArrayDeque<WriteBatch> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param durable told the sequence of the last batch that is on the disk
     */
    ModelDisk(Costs costs, Timetable time, LongConsumer durable) {
        this.costs = costs;
        this.time = time;
        this.durable = durable;
    }

    void write(WriteBatch batch) {
        waiting.add(batch);
        if (!busy) {
            begin();
        }
    }

    private void begin() {
        busy = true;
        long bytes = 0;
        long last = 0;
        for (WriteBatch batch : waiting) {
            last = batch.sequence();
            for (WriteBatch.ShardWrite each : batch.shards()) {
                for (Entry entry : each.write().entries()) {
                    bytes += entry.sizeBytes();
                }
            }
        }
        waiting.clear();
        long sequence = last;
        long takes = costs.sync() + costs.diskKilobyte() * bytes / 1024;
        time.at(time.now() + takes, () -> written(sequence));
    }

    private void written(long sequence) {
        busy = false;
        durable.accept(sequence);
        if (!waiting.isEmpty()) {
            begin();
        }
    }
}
