package io.clew.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What the clients of a store saw: operations, and the order of their beginnings and ends.
 *
 * <p>The order of the events is what counts; times are for people. Two operations are ordered only
 * if one ended before the other began.
 */
public final class History {
    private final Columns columns;
    private final List<Operation> operations;

    /** Each event is the index of the operation that begins, or its complement for its end. */
    private final int[] events;

    private History(Columns columns, int[] events) {
        this.columns = columns;
        this.operations = columns.list();
        this.events = events;
    }

    Columns columns() {
        return columns;
    }

    /** All operations, in the order of their invocations. */
    public List<Operation> operations() {
        return operations;
    }

    public int eventCount() {
        return events.length;
    }

    /** The operation that event {@code i} belongs to. */
    public Operation operationAt(int i) {
        return operations.get(indexAt(i));
    }

    /** The position in {@link #operations} of the operation that event {@code i} belongs to. */
    public int indexAt(int i) {
        return events[i] >= 0 ? events[i] : ~events[i];
    }

    /** Whether event {@code i} is an invocation; otherwise it is a completion. */
    public boolean isInvocation(int i) {
        return events[i] >= 0;
    }

    /**
     * A history made of intervals. Events at the same time are taken as concurrent, that is, all
     * invocations come first: this can hide a violation, but never invents one.
     */
    public static History of(Collection<Operation> operations) {
        var sorted = new ArrayList<>(operations);
        sorted.sort(Comparator.comparingLong(Operation::invoke));
        requireOneOpenAtATime(sorted);
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).complete() != Operation.NEVER) {
                ends.add(i);
            }
        }
        ends.sort(Comparator.comparingLong(i -> sorted.get(i).complete()));
        int[] events = new int[sorted.size() + ends.size()];
        int begun = 0;
        int ended = 0;
        while (begun < sorted.size() || ended < ends.size()) {
            boolean beginNext =
                    begun < sorted.size()
                            && (ended == ends.size()
                                    || sorted.get(begun).invoke()
                                            <= sorted.get(ends.get(ended)).complete());
            events[begun + ended] = beginNext ? begun : ~ends.get(ended);
            if (beginNext) {
                begun++;
            } else {
                ended++;
            }
        }
        var columns = new Columns();
        for (Operation each : sorted) {
            int index = columns.begin(each.process(), each.call(), each.invoke());
            columns.end(index, each.outcome(), each.complete());
        }
        return new History(columns, events);
    }

    private static void requireOneOpenAtATime(List<Operation> sorted) {
        Map<Integer, Operation> last = new HashMap<>();
        for (Operation operation : sorted) {
            Operation before = last.put(operation.process(), operation);
            if (before != null && before.complete() > operation.invoke()) {
                throw new IllegalArgumentException(
                        "process "
                                + operation.process()
                                + " invokes an operation at "
                                + operation.invoke()
                                + " while another one of it is open");
            }
        }
    }

    /** The first {@code count} events; what is open after them stays open for ever. */
    public History prefix(int count) {
        return part(count, i -> true);
    }

    /** This history without the operations whose index fails the test. */
    public History only(IntPredicate keep) {
        return part(events.length, keep);
    }

    /** The first {@code count} events, without the operations whose index fails the test. */
    History part(int count, IntPredicate keep) {
        int[] renamed = new int[operations.size()];
        Columns.Part kept = columns.part();
        int[] order = new int[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            int index = indexAt(i);
            if (!keep.test(index)) {
                continue;
            }
            if (isInvocation(i)) {
                renamed[index] = kept.begin(index);
                order[size++] = renamed[index];
            } else {
                kept.end(renamed[index], index);
                order[size++] = ~renamed[index];
            }
        }
        return new History(kept.columns(), Arrays.copyOf(order, size));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof History that
                && operations.equals(that.operations)
                && Arrays.equals(events, that.events);
    }

    @Override
    public int hashCode() {
        return 31 * operations.hashCode() + Arrays.hashCode(events);
    }

    @Override
    public String toString() {
        return operations.toString();
    }

    /**
     * Records a history event by event, in the order in which they happen.
     *
     * <p>It is not safe for use by several threads at a time. Threads that share one must hold a
     * lock while they add an event, and add an invocation before its request is sent and a
     * completion after its answer has come: then the order of the events is true to real time.
     */
    public static final class Builder {
        private Columns columns = new Columns();
        private boolean isBuilt;
        private final Map<Integer, Integer> open = new HashMap<>();
        private int[] events = new int[16];
        private int eventCount;

        /** Begins an operation; its process must have none open. */
        public Builder invoke(int process, Call call, long time) {
            Integer before = open.putIfAbsent(process, columns.size());
            if (before != null) {
                throw new IllegalArgumentException(
                        "process "
                                + process
                                + " invokes an operation while its "
                                + columns.operation(before).call()
                                + " is open");
            }
            add(own().begin(process, call, time));
            return this;
        }

        /** Says what an open operation did, where its call was not all of it when it began. */
        public Builder amend(int process, Call call) {
            Integer index = open.get(process);
            if (index == null) {
                throw new IllegalArgumentException("process " + process + " has nothing open");
            }
            own().ask(index, call);
            return this;
        }

        /** Ends the operation that the process has open. */
        public Builder complete(int process, Outcome outcome, long time) {
            Integer index = open.remove(process);
            if (index == null) {
                throw new IllegalArgumentException(
                        "process " + process + " completes an operation that it never invoked");
            }
            own().end(index, outcome, time);
            add(~index);
            return this;
        }

        /** Whether the process waits for an answer. */
        public boolean isOpen(int process) {
            return open.containsKey(process);
        }

        /** The history so far; what is open has an unknown outcome. */
        public History build() {
            isBuilt = true;
            return new History(columns, Arrays.copyOf(events, eventCount));
        }

        /** Columns that no history has: they are big, and most of the time built once. */
        private Columns own() {
            if (isBuilt) {
                columns = columns.copy();
                isBuilt = false;
            }
            return columns;
        }

        private void add(int event) {
            if (eventCount == events.length) {
                events = Arrays.copyOf(events, 2 * eventCount);
            }
            events[eventCount++] = event;
        }
    }
}
