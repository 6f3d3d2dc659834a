package io.clew.linearizability.format;

import org.jspecify.annotations.Nullable;

/** The notations in which a history can be written down. */
public enum HistoryFormat {
    /** One JSON object an event: our own, see the README; also an array of such objects. */
    JSON,

    /** Jepsen's operations, one map an event; Porcupine's key-value text is of the same kind. */
    EDN,

    /** The log lines of Jepsen's first etcd test, which Porcupine's tests use. */
    ETCD;

    /** What a text that begins like this is, or null if it looks like none of them. */
    static @Nullable HistoryFormat detect(String beginning) {
        for (String line : beginning.split("\n", -1)) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith(";")) {
                continue;
            }
            String inside = text.replaceFirst("^[\\[(]\\s*", "");
            if (inside.startsWith("{\"")) {
                return JSON;
            }
            if (inside.isEmpty() || inside.startsWith("{") || inside.startsWith("#")) {
                if (!inside.isEmpty() || beginning.contains("{:")) {
                    return EDN;
                }
                return JSON;
            }
            return text.contains("jepsen.util") ? ETCD : null;
        }
        return JSON;
    }
}
