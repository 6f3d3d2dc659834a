package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue from any thread to one thread, which sleeps when it is empty. Waking it costs a system
 * call only while it sleeps. The queue itself has no limit: whoever puts must be bounded.
 */
final class Mailbox<T> {
    private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong put = new AtomicLong();

    /** The owner, while it is asleep or about to be; taken by whoever wakes it. */
    private volatile @Nullable Thread sleeper;

    private volatile boolean closed;

    void put(T item) {
        queue.add(item);
        put.incrementAndGet();
        wake();
    }

    /** Tells the owner to come to an end; what is put can still be taken. */
    void close() {
        closed = true;
        wake();
    }

    boolean closed() {
        return closed;
    }

    private void wake() {
        Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
    }

    /** How many items have been put in all. */
    long putCount() {
        return put.get();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** For the owner alone. */
    @Nullable T poll() {
        return queue.poll();
    }

    /** For the owner alone: sleeps until there is an item or the time is over, perhaps less. */
    void await(long nanos) {
        sleeper = Thread.currentThread();
        if (queue.isEmpty() && !closed && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper = null;
    }
}
