package io.clew.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The events of a history that concern one key, in order: its own and every clear's. */
final class KeyEvents {
    private final String key;
    private int[] events = new int[8];
    private int size;

    private KeyEvents(String key) {
        this.key = key;
    }

    /** One for each key that the history names, in the order of the keys. */
    static List<KeyEvents> partition(History history) {
        Map<String, KeyEvents> parts = new TreeMap<>();
        for (Operation operation : history.operations()) {
            String key = operation.call().key();
            if (key != null) {
                parts.computeIfAbsent(key, KeyEvents::new);
            }
        }
        List<KeyEvents> all = new ArrayList<>(parts.values());
        for (int i = 0; i < history.eventCount(); i++) {
            String key = history.operationAt(i).call().key();
            if (key == null) {
                for (KeyEvents each : all) {
                    each.add(i);
                }
            } else {
                parts.computeIfAbsent(key, KeyEvents::new).add(i);
            }
        }
        return all;
    }

    private void add(int event) {
        if (size == events.length) {
            events = Arrays.copyOf(events, 2 * size);
        }
        events[size++] = event;
    }

    String key() {
        return key;
    }

    int size() {
        return size;
    }

    /** The position in the history of the i-th event. */
    int at(int i) {
        return events[i];
    }
}
