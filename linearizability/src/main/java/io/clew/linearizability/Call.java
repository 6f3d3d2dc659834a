package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a client asked of the store.
 *
 * <p>Keys and values are text, so that every history can be written down as JSON or EDN. A value of
 * {@code null} means that the key is absent.
 */
public sealed interface Call {
    record Put(String key, String value) implements Call {}

    record Get(String key) implements Call {}

    record Delete(String key) implements Call {}

    /** Adds to the end of the value; to an absent key it adds as to an empty one. */
    record Append(String key, String value) implements Call {}

    /** Compare and set: takes effect only where the key has the value {@code from}. */
    record Cas(String key, @Nullable String from, @Nullable String to) implements Call {}

    /** Deletes every key of the store. */
    record Clear() implements Call {
        @Override
        public @Nullable String key() {
            return null;
        }
    }

    /**
     * Reads and writes of several registers, one after the other at one instant.
     *
     * <p>What the reads show counts only where it succeeded. The {@code key} stands for all the
     * registers that transactions tie to one another: these have to be checked together.
     */
    record Txn(String key, List<Access> accesses) implements Call {
        public Txn {
            accesses = List.copyOf(accesses);
        }
    }

    /** One step of a transaction: the register is given the value, or shows it. */
    record Access(boolean writes, String register, @Nullable String value) {}

    /** The one key that the call is about, or null if it is about all of them. */
    @Nullable String key();
}
