package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Served;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Reads that this node serves from its own state, without asking anybody: at once, or when it has
 * applied as much as the reader has seen elsewhere.
 */
final class LocalReads {
    /** Ages are measured by clocks whose rates differ; by less than this part of them. */
    private static final int CLOCK_ERROR_PART = 500;

    private static final long MILLI = 1_000_000;

    private record Waiting(long token, Request.LocalRead read, long deadline) {}

    private final List<Effects.Answer> answers;

    /** Those that need not wait, in the order of arrival. */
    private final ArrayDeque<Waiting> ready = new ArrayDeque<>();

    /** The others, once by what they wait for and once by how long they do. */
    private final TreeSet<Waiting> byIndex =
            new TreeSet<>(
                    Comparator.<Waiting>comparingLong(w -> w.read.minIndex())
                            .thenComparingLong(Waiting::token));

    private final TreeSet<Waiting> byDeadline =
            new TreeSet<>(
                    Comparator.comparingLong(Waiting::deadline).thenComparingLong(Waiting::token));

    LocalReads(List<Effects.Answer> answers) {
        this.answers = answers;
    }

    /** How old a state may be that has all that was acknowledged before a moment. */
    static long staleness(long freshAt, long now) {
        long age = freshAt == Long.MIN_VALUE ? Served.UNBOUNDED : now - freshAt;
        return age < 0 ? Served.UNBOUNDED : age + age / CLOCK_ERROR_PART;
    }

    /** A refusal if the reader wants a newer state than there is. */
    static @Nullable Reply tooOld(Request.LocalRead read, long staleness) {
        long oldest = read.maxStalenessNanos();
        if (oldest == Long.MAX_VALUE || (staleness >= 0 && staleness <= oldest)) {
            return null;
        }
        return new Reply.Refused(
                staleness < 0
                        ? "it is not known how old this node's state is"
                        : "this node's state may be " + staleness / MILLI + " ms old");
    }

    int size() {
        return ready.size() + byIndex.size();
    }

    long deadline() {
        return byDeadline.isEmpty() ? Long.MAX_VALUE : byDeadline.first().deadline;
    }

    void add(long token, Request.LocalRead read, long applied, long deadline) {
        var waiting = new Waiting(token, read, deadline);
        if (read.minIndex() <= applied) {
            ready.add(waiting);
        } else {
            byIndex.add(waiting);
            byDeadline.add(waiting);
        }
    }

    /** Answers those for which enough is applied. */
    void serve(long applied, Function<Request.LocalRead, Reply> lookup) {
        while (!byIndex.isEmpty() && byIndex.first().read.minIndex() <= applied) {
            Waiting next = byIndex.removeFirst();
            byDeadline.remove(next);
            ready.add(next);
        }
        for (Waiting next = ready.poll(); next != null; next = ready.poll()) {
            answers.add(new Effects.Answer(next.token, lookup.apply(next.read)));
        }
    }

    /** Nobody is left without an answer. */
    void abandon(String why) {
        for (Waiting next = ready.poll(); next != null; next = ready.poll()) {
            answers.add(new Effects.Answer(next.token, new Reply.Refused(why)));
        }
        expire(Long.MAX_VALUE, _ -> why);
    }

    void expire(long now, LongFunction<String> why) {
        while (!byDeadline.isEmpty() && byDeadline.first().deadline <= now) {
            Waiting late = byDeadline.removeFirst();
            byIndex.remove(late);
            String text = why.apply(late.read.minIndex());
            answers.add(new Effects.Answer(late.token, new Reply.Refused(text)));
        }
    }
}
