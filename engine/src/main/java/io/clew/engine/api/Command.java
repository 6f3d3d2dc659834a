package io.clew.engine.api;

import io.clew.engine.bytes.Bytes;

/** A change of the state machine, replicated through the log. */
public sealed interface Command {
    record Put(Bytes key, Bytes value) implements Command {}

    record Delete(Bytes key) implements Command {}

    /** Removes every key. */
    record Clear() implements Command {}
}
