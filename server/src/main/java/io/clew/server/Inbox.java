package io.clew.server;

import io.clew.engine.Event;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for the node: frames up to a limit, beyond which they are dropped as a network may
 * drop them; requests, which {@link Requests} has admitted; and what the node's own threads say,
 * which is always let in.
 */
final class Inbox {
    private static final long FRAME_BYTES_MAX = 128L << 20;

    private final Mailbox<Event> events = new Mailbox<>();
    private final AtomicLong frameBytes = new AtomicLong();

    /** Says whether there was room. */
    boolean offer(Event.Received frame) {
        int size = frame.frame().size();
        if (frameBytes.addAndGet(size) > FRAME_BYTES_MAX) {
            frameBytes.addAndGet(-size);
            return false;
        }
        events.put(frame);
        return true;
    }

    void put(Event event) {
        events.put(event);
    }

    /** How many events have come in all, up to this moment. */
    long receivedCount() {
        return events.putCount();
    }

    /** For the loop alone. */
    @Nullable Event poll() {
        Event event = events.poll();
        if (event instanceof Event.Received received) {
            frameBytes.addAndGet(-received.frame().size());
        }
        return event;
    }

    /** Tells the loop to come to an end. */
    void close() {
        events.close();
    }

    boolean closed() {
        return events.closed();
    }

    /** For the loop alone. */
    void await(long nanos) {
        events.await(nanos);
    }
}
