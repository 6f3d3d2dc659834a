package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows the orders of a certificate step by step. It shares nothing with the search, so that an
 * error in the search cannot hide here as well.
 */
final class CertificateVerifier {
    private static final int NEVER = Integer.MAX_VALUE;

    private final History history;
    private final Model model;

    /**
     * For each operation, the positions of the events at which it began and took effect at last.
     */
    private final int[] begin;

    private final int[] end;

    /** For each key, the operations on it that certainly took effect. */
    private final Map<String, List<Integer>> certain = new TreeMap<>();

    CertificateVerifier(History history, Model model) {
        this.history = history;
        this.model = model;
        int count = history.operations().size();
        begin = new int[count];
        end = new int[count];
        Arrays.fill(end, NEVER);
        for (int i = 0; i < history.eventCount(); i++) {
            if (history.isInvocation(i)) {
                begin[history.indexAt(i)] = i;
            } else if (model.hasPlace(history.operationAt(i))) {
                end[history.indexAt(i)] = i;
            }
        }
        gatherCertain();
    }

    private void gatherCertain() {
        List<Integer> clears = new ArrayList<>();
        for (int i = 0; i < history.operations().size(); i++) {
            String key = history.operations().get(i).call().key();
            List<Integer> part =
                    key == null ? clears : certain.computeIfAbsent(key, _ -> new ArrayList<>());
            if (end[i] != NEVER) {
                part.add(i);
            }
        }
        certain.values().forEach(part -> part.addAll(clears));
    }

    Optional<String> firstFault(Certificate certificate) {
        if (!certificate.orders().keySet().equals(certain.keySet())) {
            return Optional.of(
                    "the history has the keys "
                            + certain.keySet()
                            + ", the certificate "
                            + certificate.orders().keySet());
        }
        return certificate.orders().entrySet().stream()
                .flatMap(each -> faultOf(each.getKey(), each.getValue()).stream())
                .findFirst();
    }

    private Optional<String> faultOf(String key, List<Integer> order) {
        Set<Integer> placed = new HashSet<>();
        String value = model.initial();
        Map<String, @Nullable String> registers = new TreeMap<>();
        int latestBegin = -1;
        for (int index : order) {
            String fault = isStrange(key, index);
            if (fault == null && !placed.add(index)) {
                fault = "stands twice";
            }
            if (fault == null && end[index] < latestBegin) {
                fault = "stands after one that began when it had ended";
            }
            if (fault == null && !isPossible(history.operations().get(index), value)) {
                fault = "is not possible where the value is " + OperationText.value(value);
            }
            if (fault == null && !follow(history.operations().get(index), registers)) {
                fault = "is not possible where the registers hold " + registers;
            }
            if (fault != null) {
                return Optional.of("key " + key + ": operation " + index + " " + fault);
            }
            latestBegin = Math.max(latestBegin, begin[index]);
            value = after(history.operations().get(index), value);
        }
        return certain.getOrDefault(key, List.of()).stream()
                .filter(index -> !placed.contains(index))
                .findFirst()
                .map(index -> "key " + key + ": operation " + index + " is missing");
    }

    /** Why the operation has no business in the key's order, or null. */
    private @Nullable String isStrange(String key, int index) {
        if (index < 0 || index >= begin.length) {
            return "does not exist";
        }
        Operation operation = history.operations().get(index);
        String own = operation.call().key();
        if (own != null && !own.equals(key)) {
            return "is about another key";
        }
        return operation.outcome() instanceof Outcome.Fail && !model.observes(operation)
                ? "failed"
                : null;
    }

    static boolean isPossible(Operation operation, @Nullable String value) {
        return switch (operation.call()) {
            case Call.Get _ ->
                    !(operation.outcome() instanceof Outcome.Ok(String read))
                            || Objects.equals(read, value);
            case Call.Cas(_, String from, _) ->
                    Objects.equals(from, value) != (operation.outcome() instanceof Outcome.Fail);
            case Call.Put _, Call.Delete _, Call.Append _, Call.Clear _, Call.Txn _ -> true;
        };
    }

    /** Does what a transaction does, and says whether its reads showed what there was. */
    private boolean follow(Operation operation, Map<String, @Nullable String> registers) {
        if (operation.call() instanceof Call.Txn(_, List<Call.Access> accesses)) {
            for (Call.Access each : accesses) {
                String register = each.register();
                if (each.writes()) {
                    registers.put(register, each.value());
                } else if (operation.outcome() instanceof Outcome.Ok) {
                    if (!registers.containsKey(register)) {
                        boolean open = model.openInitial().contains(register);
                        registers.put(register, open ? each.value() : model.initial(register));
                    }
                    if (!Objects.equals(registers.get(register), each.value())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    static @Nullable String after(Operation operation, @Nullable String value) {
        if (operation.outcome() instanceof Outcome.Fail) {
            return value;
        }
        return switch (operation.call()) {
            case Call.Get _, Call.Txn _ -> value;
            case Call.Put(_, String put) -> put;
            case Call.Delete _, Call.Clear _ -> null;
            case Call.Append(_, String end) -> value == null ? end : value + end;
            case Call.Cas(_, _, String to) -> to;
        };
    }
}
