package io.clew.server;

import io.clew.engine.Event;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.WriteBatch;

import org.jspecify.annotations.Nullable;

/** The thread that writes the log: whatever waits is appended together and synced once. */
final class DiskWriter implements Runnable {
    private static final long IDLE_NANOS = 20_000_000;
    private static final long SLEEP_NANOS = 1_000_000_000;

    private final Storage storage;
    private final Inbox inbox;
    private final Mailbox<WriteBatch> batches = new Mailbox<>();
    private boolean idle = true;

    DiskWriter(Storage storage, Inbox inbox) {
        this.storage = storage;
        this.inbox = inbox;
    }

    void submit(WriteBatch batch) {
        batches.put(batch);
    }

    /** Ends {@link #run} once all that was submitted is durable. */
    void stop() {
        batches.close();
    }

    @Override
    public void run() {
        while (true) {
            // Asked first: what was submitted before the end must not be missed.
            boolean closed = batches.closed();
            if (runOnce()) {
                continue;
            }
            if (closed) {
                return;
            }
            batches.await(idle ? SLEEP_NANOS : IDLE_NANOS);
            goIdle();
        }
    }

    /** Makes durable what waits; says whether there was anything. */
    boolean runOnce() {
        @Nullable WriteBatch batch = batches.poll();
        if (batch == null) {
            return false;
        }
        long last;
        do {
            storage.append(batch);
            last = batch.sequence();
            batch = batches.poll();
        } while (batch != null);
        storage.sync();
        idle = false;
        inbox.put(new Event.Written(last));
        return true;
    }

    /** Lets the log be sealed when nothing has come for a while. */
    private void goIdle() {
        if (!idle && batches.isEmpty()) {
            storage.idle();
            idle = true;
        }
    }
}
