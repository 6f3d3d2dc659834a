package io.clew.linearizability;

/** What a check found. */
public sealed interface Verdict {
    /**
     * Every key's operations can be put in an order that explains all outcomes.
     *
     * @param states how many search states that took
     */
    record Linearizable(long states) implements Verdict {}

    /**
     * No order of one key's operations explains their outcomes.
     *
     * @param key the key that fails
     * @param explanation one sentence that says why, for people
     * @param failing the operation whose completion cannot be explained any more
     * @param prefix the key's operations up to that completion, the shortest prefix that fails
     * @param minimal a smaller part of the prefix that fails for itself
     */
    record Violation(
            String key, String explanation, Operation failing, History prefix, History minimal)
            implements Verdict {}

    /**
     * The budget ran out before an answer was found.
     *
     * @param why which key, how far the search came, and what ran out
     */
    record Unknown(String why) implements Verdict {}
}
