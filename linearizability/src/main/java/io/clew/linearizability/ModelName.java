package io.clew.linearizability;

import java.util.Optional;

/** What a history is about, by the calls that there may be. */
enum ModelName {
    /** Reads and writes of one value for each key; to write nothing is to delete. */
    REGISTER("register"),
    /** A register with compare-and-set. */
    CAS_REGISTER("cas-register"),
    /** All calls. */
    KV("kv");

    private final String text;

    ModelName(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** What there is in the history that such a store does not know, if anything. */
    Optional<String> misfit(History history) {
        return history.operations().stream()
                .filter(operation -> !knows(operation.call()))
                .findFirst()
                .map(operation -> "a " + text + " knows no " + OperationText.of(operation));
    }

    private boolean knows(Call call) {
        return switch (call) {
            case Call.Get _, Call.Put _, Call.Delete _ -> true;
            case Call.Cas _ -> this != REGISTER;
            case Call.Append _, Call.Clear _ -> this == KV;
        };
    }
}
