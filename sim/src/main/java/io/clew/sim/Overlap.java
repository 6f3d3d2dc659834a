package io.clew.sim;

import io.clew.linearizability.History;
import io.clew.linearizability.Operation;

import java.util.TreeMap;

/** Whether operations of a history met at all; one in which none did proves nothing. */
final class Overlap {
    private Overlap() {}

    /** Whether two operations were open on one key at once. */
    static boolean any(History history) {
        var open = new TreeMap<String, Integer>();
        for (int i = 0; i < history.eventCount(); i++) {
            Operation operation = history.operationAt(i);
            String key = operation.call().key();
            if (key == null) {
                continue;
            }
            int now = open.merge(key, history.isInvocation(i) ? 1 : -1, Integer::sum);
            if (now > 1) {
                return true;
            }
        }
        return false;
    }
}
