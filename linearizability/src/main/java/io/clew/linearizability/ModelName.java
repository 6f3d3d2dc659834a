package io.clew.linearizability;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a history is about, by the calls that there may be. */
enum ModelName {
    /** A lock: acquire and release. */
    MUTEX("mutex"),
    /** Reads and writes of one value for each key; to write nothing is to delete. */
    REGISTER("register"),
    /** A register with compare-and-set. */
    CAS_REGISTER("cas-register"),
    /** All calls about keys. */
    KV("kv"),
    /** Transactions that read and write several registers. */
    MULTI_REGISTER("multi-register");

    private final String text;

    ModelName(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** Says what there is if the name is none of them. */
    static final class Converter implements ITypeConverter<ModelName> {
        @Override
        public ModelName convert(String name) {
            return Arrays.stream(values())
                    .filter(each -> each.text.equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "expected one of "
                                                    + Arrays.toString(values())
                                                    + ", but found "
                                                    + name));
        }
    }

    /** The first that knows all calls of the history; for one without calls, all do. */
    static Optional<ModelName> narrowest(History history) {
        if (history.operations().isEmpty()) {
            return Optional.of(KV);
        }
        List<ModelName> fitting = new ArrayList<>(List.of(values()));
        for (Operation operation : history.operations()) {
            fitting.removeIf(each -> !each.knows(operation.call()));
        }
        return fitting.stream().findFirst();
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
            case Call.Get _, Call.Put _, Call.Delete _ -> this != MUTEX && this != MULTI_REGISTER;
            case Call.Cas _ ->
                    Mutex.knows(call) ? this == MUTEX : this == CAS_REGISTER || this == KV;
            case Call.Append _, Call.Clear _ -> this == KV;
            case Call.Txn _ -> this == MULTI_REGISTER;
        };
    }
}
