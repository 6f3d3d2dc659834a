package io.clew.linearizability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The writes of one key whose outcome nobody knows, as groups of operations that do the same.
 *
 * <p>Such a write never returns, so all that tells two of one group apart is when they began. A
 * plan that uses the later one while the earlier is still unused works just as well with the
 * earlier one, which may take effect wherever the later one may. So the search keeps, for each
 * group, only a count of those used: n equal writes cost n + 1 cases instead of 2<sup>n</sup>.
 *
 * <p>A write is tried no later than the last return of an operation that may look at its result,
 * and dropped if there is none: where nobody looks before the next overwrite, only blind operations
 * take effect in between, and the same plan without the unknown write is as good.
 */
final class UnknownWrites {
    /** The functions, in the order in which the first of each group was invoked. */
    final long[] function;

    /** For each group and each of its operations: how many returns came before its invocation. */
    final int[][] invokedAt;

    /** For each group and each of its operations: its index in the history. */
    final int[][] operation;

    /** For each group, the last return at which using one can make a difference. */
    final int[] lastUseful;

    private UnknownWrites(List<Group> groups) {
        function = new long[groups.size()];
        invokedAt = new int[groups.size()][];
        operation = new int[groups.size()][];
        lastUseful = new int[groups.size()];
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            function[g] = group.function;
            invokedAt[g] = group.invokedAt.stream().mapToInt(Integer::intValue).toArray();
            operation[g] = group.operation.stream().mapToInt(Integer::intValue).toArray();
            lastUseful[g] = group.lastUseful;
        }
    }

    int groupCount() {
        return function.length;
    }

    int size(int group) {
        return invokedAt[group].length;
    }

    /** Whether one more than {@code used} of the group may take effect just before the return. */
    boolean available(int group, int used, int atReturn) {
        return used < invokedAt[group].length
                && invokedAt[group][used] <= atReturn
                && atReturn <= lastUseful[group];
    }

    private static final class Group {
        final long function;
        final List<Integer> invokedAt = new ArrayList<>();
        final List<Integer> operation = new ArrayList<>();
        int lastUseful = -1;

        Group(long function) {
            this.function = function;
        }
    }

    /** Gathers the unknown writes while a history is read from its beginning to its end. */
    static final class Collector {
        private final Functions functions;
        private final Map<Long, Group> groups = new LinkedHashMap<>();

        Collector(Functions functions) {
            this.functions = functions;
        }

        /** An operation whose outcome stays unknown began after {@code returns} returns. */
        void invoked(int operation, long function, int returns) {
            if (!Functions.isReadOnly(function)) {
                functions.note(function, Integer.MAX_VALUE);
                Group group = groups.computeIfAbsent(function, Group::new);
                group.invokedAt.add(returns);
                group.operation.add(operation);
            }
        }

        UnknownWrites build() {
            var useful = new ArrayList<Group>();
            for (Group group : groups.values()) {
                group.lastUseful = functions.lastLookAtResult(group.function);
                group.invokedAt.removeIf(at -> at > group.lastUseful);
                if (!group.invokedAt.isEmpty()) {
                    useful.add(group);
                }
            }
            return new UnknownWrites(useful);
        }
    }
}
