package io.clew.linearizability;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Evidence that a history is linearizable: for each key, the order in which its operations took
 * effect.
 *
 * <p>An operation is named by its index among the history's operations. Of those with an unknown
 * outcome, the ones that are taken to have had an effect are named, and the others are not. A clear
 * stands in the order of each key.
 *
 * @param orders the order for each key that the history names
 */
public record Certificate(SortedMap<String, List<Integer>> orders) {
    public Certificate {
        var copy = new TreeMap<String, List<Integer>>();
        for (Map.Entry<String, List<Integer>> each : orders.entrySet()) {
            copy.put(each.getKey(), List.copyOf(each.getValue()));
        }
        orders = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Whether this proves the history linearizable; decided without any of the search's code.
     *
     * @return the first thing wrong with it, or empty if it is a proof
     */
    public Optional<String> verify(History history, Model model) {
        return new CertificateVerifier(history, model).firstFault(this);
    }
}
