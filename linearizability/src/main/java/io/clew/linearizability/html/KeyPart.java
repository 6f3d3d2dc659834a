package io.clew.linearizability.html;

import io.clew.linearizability.History;
import io.clew.linearizability.Operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations of a history that concern one key: its own and every clear. */
record KeyPart(String key, History history) {
    /** One for each key that the history names, in the order of the keys. */
    static List<KeyPart> of(History history) {
        Map<String, History.Builder> builders = new TreeMap<>();
        for (Operation operation : history.operations()) {
            String key = operation.call().key();
            if (key != null) {
                builders.computeIfAbsent(key, _ -> new History.Builder());
            }
        }
        for (int i = 0; i < history.eventCount(); i++) {
            Operation operation = history.operationAt(i);
            String key = operation.call().key();
            if (key == null) {
                for (History.Builder each : builders.values()) {
                    add(each, operation, history.isInvocation(i));
                }
            } else {
                add(
                        builders.computeIfAbsent(key, _ -> new History.Builder()),
                        operation,
                        history.isInvocation(i));
            }
        }
        List<KeyPart> parts = new ArrayList<>();
        builders.forEach((key, builder) -> parts.add(new KeyPart(key, builder.build())));
        return parts;
    }

    private static void add(History.Builder builder, Operation operation, boolean begins) {
        if (begins) {
            builder.invoke(operation.process(), operation.call(), operation.invoke());
        } else {
            builder.complete(operation.process(), operation.outcome(), operation.complete());
        }
    }
}
