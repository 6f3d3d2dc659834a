package io.clew.linearizability.format;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out from a whole history of transactions which registers they tie to one another, and what
 * these held at first.
 *
 * <p>What was read from a register before anyone had begun to write that is what it held at first.
 * Where no read is that plain, the first value stays open.
 *
 * <p>Registers that one transaction touches belong together, and so do those that belong together
 * with the same one. Each such group is an object of its own, so groups can be checked one by one.
 */
final class TransactionLog {
    private static final int NAMED_MAX = 4;

    private final History raw;
    private final Map<String, String> parent = new TreeMap<>();

    TransactionLog(History raw) {
        this.raw = raw;
        for (Operation operation : raw.operations()) {
            String first = null;
            for (Call.Access each : accesses(operation)) {
                String root = root(each.register());
                if (first != null) {
                    parent.put(root, root(first));
                }
                first = each.register();
            }
        }
    }

    private static List<Call.Access> accesses(Operation operation) {
        return operation.call() instanceof Call.Txn(_, List<Call.Access> accesses)
                ? accesses
                : List.of();
    }

    private String root(String register) {
        String at = register;
        String above = parent.computeIfAbsent(at, same -> same);
        while (!above.equals(at)) {
            // Each is hung one higher on the way, so that chains do not grow long.
            String higher = parent.getOrDefault(above, above);
            parent.put(at, higher);
            at = above;
            above = higher;
        }
        return at;
    }

    /** The same history, with each transaction's key the name of its group. */
    History grouped() {
        Map<String, String> names = names();
        var grouped = new History.Builder();
        for (int i = 0; i < raw.eventCount(); i++) {
            Operation operation = raw.operationAt(i);
            if (!raw.isInvocation(i)) {
                grouped.complete(operation.process(), operation.outcome(), operation.complete());
            } else if (operation.call() instanceof Call.Txn(String none, var accesses)) {
                String name =
                        accesses.isEmpty() ? none : names.get(root(accesses.getFirst().register()));
                grouped.invoke(
                        operation.process(),
                        new Call.Txn(Objects.requireNonNull(name), accesses),
                        operation.invoke());
            } else {
                grouped.invoke(operation.process(), operation.call(), operation.invoke());
            }
        }
        return grouped.build();
    }

    private Map<String, String> names() {
        Map<String, Set<String>> groups = new TreeMap<>();
        for (String register : new ArrayList<>(parent.keySet())) {
            groups.computeIfAbsent(root(register), _ -> new TreeSet<>()).add(register);
        }
        Map<String, String> names = new HashMap<>();
        groups.forEach(
                (root, group) -> {
                    List<String> first = group.stream().limit(NAMED_MAX).toList();
                    int more = group.size() - first.size();
                    names.put(
                            root,
                            String.join(", ", first) + (more == 0 ? "" : " and " + more + " more"));
                });
        return names;
    }

    /** What is known of a register while the history is followed event by event. */
    private static final class Seen {
        final Set<@Nullable String> writesBegun = new HashSet<>();

        /** The event at which the first write was over. */
        int overwrittenAt = Integer.MAX_VALUE;

        /** Whether a read may have shown the first value, and whether one did for sure. */
        boolean maybe;

        boolean certain;
        @Nullable String initial;
    }

    /** The model with what is known of the values that registers held at first. */
    Model model() {
        Map<String, Seen> registers = new LinkedHashMap<>();
        int[] begin = new int[raw.operations().size()];
        for (int i = 0; i < raw.eventCount(); i++) {
            Operation operation = raw.operationAt(i);
            if (raw.isInvocation(i)) {
                begin[raw.indexAt(i)] = i;
                if (!(operation.outcome() instanceof Outcome.Fail)) {
                    begins(operation, registers);
                }
            } else if (operation.outcome() instanceof Outcome.Ok) {
                completes(operation, begin[raw.indexAt(i)], i, registers);
            }
        }
        Map<String, @Nullable String> initial = new TreeMap<>();
        Set<String> open = new TreeSet<>();
        registers.forEach(
                (register, seen) -> {
                    if (seen.maybe && !seen.certain) {
                        open.add(register);
                    } else { // What nobody can have seen may be anything.
                        initial.put(register, seen.initial);
                    }
                });
        return new Model(null, Model.FailedCas.IGNORE, initial, open);
    }

    private static void begins(Operation operation, Map<String, Seen> registers) {
        for (Call.Access each : accesses(operation)) {
            if (each.writes()) {
                registers
                        .computeIfAbsent(each.register(), _ -> new Seen())
                        .writesBegun
                        .add(each.value());
            }
        }
    }

    private static void completes(
            Operation operation, int begin, int end, Map<String, Seen> registers) {
        for (Call.Access each : accesses(operation)) {
            Seen seen = registers.computeIfAbsent(each.register(), _ -> new Seen());
            if (each.writes()) {
                seen.overwrittenAt = Math.min(seen.overwrittenAt, end);
            } else {
                seen.maybe |= begin < seen.overwrittenAt;
                if (!seen.certain && !seen.writesBegun.contains(each.value())) {
                    seen.certain = true;
                    seen.initial = each.value();
                }
            }
        }
    }
}
