package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.RaftOutbox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * The requests that one shard has accepted and not answered yet. Every one that goes in comes out
 * with exactly one reply.
 */
final class Pending {
    private record Write(long index, long term, long token, long deadline) {}

    private record Read(long token, Bytes key, long deadline) {}

    private final List<Effects.Answer> answers;

    /** Ascending by index. */
    private final ArrayDeque<Write> writes = new ArrayDeque<>();

    /** By the engine's own read ids, in the order of arrival. */
    private final LinkedHashMap<Long, Read> reads = new LinkedHashMap<>();

    /** Confirmed, and waiting for their index, ascending. */
    private final ArrayDeque<RaftOutbox.Grant> granted = new ArrayDeque<>();

    private long lastReadId;

    Pending(List<Effects.Answer> answers) {
        this.answers = answers;
    }

    int size() {
        return writes.size() + reads.size();
    }

    long deadline() {
        Write write = writes.peek();
        long first = write == null ? Long.MAX_VALUE : write.deadline;
        return reads.isEmpty() ? first : Math.min(first, reads.firstEntry().getValue().deadline);
    }

    void addWrite(long index, long term, long token, long deadline) {
        writes.add(new Write(index, term, token, deadline));
    }

    /** A name for the read that no other read of this run of the node has. */
    long addRead(long token, Bytes key, long deadline) {
        reads.put(++lastReadId, new Read(token, key, deadline));
        return lastReadId;
    }

    /**
     * The entry is applied; whoever proposed it is told, unless another took its place (X6).
     *
     * @param keyed the outcome of a keyed write, null if the entry is another
     */
    void applied(long index, long term, @Nullable Reply keyed) {
        for (Write first = writes.peek();
                first != null && first.index <= index;
                first = writes.peek()) {
            writes.remove();
            boolean own = first.index == index && first.term == term;
            Reply done = keyed == null ? new Reply.Done(index) : keyed;
            answer(first.token, own ? done : new Reply.Unknown("leadership was lost"));
        }
    }

    void granted(RaftOutbox.Grant grant) {
        granted.add(grant);
    }

    /** Serves the reads whose index is applied. */
    void serve(long applied, Function<Bytes, Reply> lookup) {
        for (RaftOutbox.Grant first = granted.peek();
                first != null && first.index() <= applied;
                first = granted.peek()) {
            granted.remove();
            Read read = reads.remove(first.read());
            if (read != null) {
                answer(read.token, lookup.apply(read.key));
            }
        }
    }

    void dropRead(long id) {
        Read read = reads.remove(id);
        if (read != null) {
            answer(read.token, new Reply.Refused("leadership was lost"));
        }
    }

    /**
     * Leadership is lost: nobody here will learn what becomes of the writes, except of those that
     * are committed and wait for the own disk alone.
     */
    void abandon(long commit) {
        while (!writes.isEmpty() && writes.getLast().index > commit) {
            answer(writes.removeLast().token, new Reply.Unknown("leadership was lost"));
        }
        reads.values().forEach(r -> answer(r.token, new Reply.Refused("leadership was lost")));
        reads.clear();
        granted.clear();
    }

    void expire(long now) {
        for (Write first = writes.peek();
                first != null && first.deadline <= now;
                first = writes.peek()) {
            writes.remove();
            answer(first.token, new Reply.Unknown("not committed in time"));
        }
        int before = reads.size();
        Iterator<Read> inOrder = reads.values().iterator();
        for (Read first = next(inOrder);
                first != null && first.deadline <= now;
                first = next(inOrder)) {
            inOrder.remove();
            answer(first.token, new Reply.Refused("not confirmed in time"));
        }
        if (reads.size() < before) {
            granted.removeIf(grant -> !reads.containsKey(grant.read()));
        }
    }

    private static @Nullable Read next(Iterator<Read> reads) {
        return reads.hasNext() ? reads.next() : null;
    }

    private void answer(long token, Reply reply) {
        answers.add(new Effects.Answer(token, reply));
    }
}
