package io.clew.server;

import io.clew.engine.SnapshotTask;
import io.clew.engine.storage.SnapshotStore;

/** The thread that does the bulky work on snapshot files, beside the log, in the order given. */
final class SnapshotWorker implements Runnable {
    private static final long SLEEP_NANOS = 1_000_000_000;

    private final SnapshotStore store;
    private final Inbox inbox;
    private final Mailbox<SnapshotTask> tasks = new Mailbox<>();

    SnapshotWorker(SnapshotStore store, Inbox inbox) {
        this.store = store;
        this.inbox = inbox;
    }

    void submit(SnapshotTask task) {
        tasks.put(task);
    }

    /** Ends {@link #run} after the task at hand; a snapshot cut short is made again later. */
    void stop() {
        tasks.close();
    }

    @Override
    public void run() {
        while (!tasks.closed()) {
            SnapshotTask task = tasks.poll();
            if (task == null) {
                tasks.await(SLEEP_NANOS);
            } else {
                inbox.put(task.run(store));
            }
        }
    }
}
