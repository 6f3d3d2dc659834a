package io.clew.server;

import io.clew.engine.Effects.Answer;
import io.clew.engine.Event;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The requests in flight: admits them up to a limit, names each by a token and brings its one
 * answer back to whoever asked.
 */
final class Requests {
    private static final int REQUEST_OVERHEAD = 64;

    private final Inbox inbox;
    private final int countMax;
    private final long bytesMax;

    private final ConcurrentHashMap<Long, InFlight> pending = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param sizeBytes that are counted, 0 if the request is not
     */
    private record InFlight(Consumer<Reply> asker, int sizeBytes) {}

    Requests(Inbox inbox, int countMax, long bytesMax) {
        this.inbox = inbox;
        this.countMax = countMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Passes a request on, or refuses it at once.
     *
     * @param asker told the outcome, by the loop's thread or, of a refusal, by the caller's
     */
    void submit(Request request, Consumer<Reply> asker) {
        int size = sizeBytes(request);
        if (size > 0 && !admit(size)) {
            asker.accept(new Reply.Refused("too many requests in flight"));
            return;
        }
        long token = tokens.incrementAndGet();
        pending.put(token, new InFlight(asker, size));
        inbox.put(new Event.Requested(token, request));
    }

    /** Brings an answer home; for the loop alone. */
    void answer(Answer answer) {
        InFlight request = pending.remove(answer.token());
        if (request == null) {
            throw new IllegalStateException("second answer for request " + answer.token());
        }
        if (request.sizeBytes() > 0) {
            count.decrementAndGet();
            bytes.addAndGet(-request.sizeBytes());
        }
        request.asker().accept(answer.reply());
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    private boolean admit(int size) {
        long before = bytes.getAndAdd(size);
        boolean fits = before == 0 || before + size <= bytesMax;
        if (count.incrementAndGet() > countMax || !fits) {
            count.decrementAndGet();
            bytes.addAndGet(-size);
            return false;
        }
        return true;
    }

    /**
     * 0 for what looks at the node or steers it: that costs little and is wanted under overload.
     */
    private static int sizeBytes(Request request) {
        return switch (request) {
            case Request.Write(var command) -> sizeBytes(command);
            case Request.KeyedWrite(var _, var command) -> sizeBytes(command);
            case Request.Read _, Request.LocalRead _ -> REQUEST_OVERHEAD;
            case Request.ChangeMembers _,
                    Request.Drain _,
                    Request.PauseMoves _,
                    Request.Shards _,
                    Request.Renounce _,
                    Request.Members _,
                    Request.Resign _,
                    Request.Transfer _,
                    Request.OfGroup _ ->
                    0;
        };
    }

    private static int sizeBytes(Command.Write command) {
        return switch (command) {
            case Command.Put(var key, var value) -> REQUEST_OVERHEAD + key.size() + value.size();
            case Command.Delete _, Command.Clear _ -> REQUEST_OVERHEAD;
        };
    }
}
