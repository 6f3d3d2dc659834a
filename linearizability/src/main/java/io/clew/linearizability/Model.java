package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

/**
 * What the store promises for each key: it holds one value or none, {@code initial} at first, and
 * every call acts on it at one instant.
 *
 * @param initial the value of every key before the first write, null for an absent key
 */
public record Model(@Nullable String initial) {
    /** A key-value store that starts empty. */
    public static Model keyValue() {
        return new Model(null);
    }
}
