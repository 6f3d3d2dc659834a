package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the store promises for each key: it holds one value or none, {@code initial} at first, and
 * every call acts on it at one instant. Of transactions, each acts on all its registers at one
 * instant.
 *
 * @param initial the value of every key before the first write, null for an absent key
 * @param failedCas what is made of a compare-and-set that failed
 * @param initialOf the value before the first write of registers in transactions, where the history
 *     itself shows it, or anything where nobody can have seen it
 * @param openInitial registers in transactions of which nobody knows the first value: any that
 *     explains what was read is as good, but one for all reads
 */
public record Model(
        @Nullable String initial,
        FailedCas failedCas,
        Map<String, @Nullable String> initialOf,
        Set<String> openInitial) {
    /** What it means that a compare-and-set failed. */
    public enum FailedCas {
        /** It did nothing; why is not known, because a server that refuses says "failed", too. */
        IGNORE,
        /** At some instant of its interval, the key had another value than the one expected. */
        OBSERVE
    }

    public Model {
        initialOf = new TreeMap<>(initialOf);
        openInitial = new TreeSet<>(openInitial);
    }

    /** All keys begin with the same value. */
    public Model(@Nullable String initial, FailedCas failedCas) {
        this(initial, failedCas, Map.of(), Set.of());
    }

    /** A store of which a failed compare-and-set tells nothing. */
    public Model(@Nullable String initial) {
        this(initial, FailedCas.IGNORE);
    }

    /** A key-value store that starts empty. */
    public static Model keyValue() {
        return new Model(null);
    }

    /** The same, save for what a failed compare-and-set tells. */
    Model with(FailedCas other) {
        return new Model(initial, other, initialOf, openInitial);
    }

    /**
     * The same, with first values open that are only known from what was read. Of a whole history
     * that makes no difference, but a part of it need not show them.
     */
    Model ofParts() {
        Set<String> open = new TreeSet<>(openInitial);
        open.addAll(initialOf.keySet());
        return new Model(initial, failedCas, Map.of(), open);
    }

    /** The value of a register in transactions before the first write. */
    public @Nullable String initial(String register) {
        return initialOf.containsKey(register) ? initialOf.get(register) : initial;
    }

    /** Whether the operation certainly had its place between its invocation and its completion. */
    boolean hasPlace(Operation operation) {
        return operation.outcome() instanceof Outcome.Ok || observes(operation);
    }

    /** Whether the operation found that the key had another value than the one it expected. */
    boolean observes(Operation operation) {
        return failedCas == FailedCas.OBSERVE
                && operation.call() instanceof Call.Cas
                && operation.outcome() instanceof Outcome.Fail;
    }
}
