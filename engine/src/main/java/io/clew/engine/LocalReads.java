package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Reads that this node serves from its own state, without asking anybody: at once, or when it has
 * applied as much as the reader has seen elsewhere.
 */
final class LocalReads {
    private record Waiting(long token, Request.LocalRead read, long deadline) {}

    private final List<Effects.Answer> answers;

    /** In the order of arrival, and so of their deadlines. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    LocalReads(List<Effects.Answer> answers) {
        this.answers = answers;
    }

    int size() {
        return waiting.size();
    }

    long deadline() {
        Waiting first = waiting.peek();
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    void add(long token, Request.LocalRead read, long deadline) {
        waiting.add(new Waiting(token, read, deadline));
    }

    /** Answers those for which enough is applied. */
    void serve(long applied, Function<Request.LocalRead, Reply> lookup) {
        Iterator<Waiting> inOrder = waiting.iterator();
        while (inOrder.hasNext()) {
            Waiting next = inOrder.next();
            if (next.read.minIndex() <= applied) {
                inOrder.remove();
                answers.add(new Effects.Answer(next.token, lookup.apply(next.read)));
            }
        }
    }

    void expire(long now, LongFunction<String> why) {
        for (Waiting first = waiting.peek();
                first != null && first.deadline <= now;
                first = waiting.peek()) {
            waiting.remove();
            String text = why.apply(first.read.minIndex());
            answers.add(new Effects.Answer(first.token, new Reply.Refused(text)));
        }
    }
}
