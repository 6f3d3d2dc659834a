package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

/** What the client learned about its call. */
public sealed interface Outcome {
    /** It took effect; {@code value} is what a get returned, and null for all others. */
    record Ok(@Nullable String value) implements Outcome {}

    /** It certainly did not take effect, and never will. */
    record Fail() implements Outcome {}

    /** Nobody knows: it may take effect at any time after its invocation, or never. */
    record Unknown() implements Outcome {}

    Outcome DONE = new Ok(null);
    Outcome FAILED = new Fail();
    Outcome UNKNOWN = new Unknown();

    /** What a successful get returned. */
    static Outcome read(@Nullable String value) {
        return new Ok(value);
    }
}
