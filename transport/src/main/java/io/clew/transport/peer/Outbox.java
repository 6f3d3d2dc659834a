package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages on their way from the node's thread to the peers' loop. The loop is woken once for all
 * that comes until it runs, and flushes once for all that it finds.
 */
final class Outbox {
    /** Reading sockets must not wait for a flood of writes to end. */
    private static final int BATCH_MAX = 1024;

    private record Item(NodeId to, boolean bulk, Bytes message) {}

    private final LocalNode local;
    private final Peers peers;
    private final EventLoop loop;
    private final long bytesMax;
    private final Queue<Item> items = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Outbox(LocalNode local, Peers peers, EventLoop loop) {
        this.local = local;
        this.peers = peers;
        this.loop = loop;
        var limits = local.config().limits();
        this.bytesMax = (long) limits.controlBytesMax() + limits.bulkBytesMax();
    }

    void add(NodeId to, boolean bulk, Bytes message) {
        if (bytes.get() > bytesMax) {
            local.drop();
            return;
        }
        bytes.addAndGet(message.size());
        items.add(new Item(to, bulk, message));
        wake();
    }

    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                loop.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // The network is closed: what is sent now is lost like all that was under way.
                items.clear();
            }
        }
    }

    private void drain() {
        // Before the queue is read, so that whoever adds behind the last read wakes the loop again.
        scheduled.set(false);
        int n = 0;
        for (@Nullable Item item; n < BATCH_MAX && (item = items.poll()) != null; n++) {
            bytes.addAndGet(-item.message().size());
            peers.send(item.to(), item.bulk(), item.message());
        }
        peers.flush();
        if (n == BATCH_MAX) {
            wake();
        }
    }
}
