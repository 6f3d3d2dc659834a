package io.clew.linearizability;

/** How the search over one key ended. */
sealed interface SearchResult {
    /** There is a linearization. */
    record Found(long states) implements SearchResult {}

    /** There is none, and the operation of this return is the first that cannot be explained. */
    record Stuck(int atReturn, long states) implements SearchResult {}

    /** The allowance ran out; up to this return there is a linearization. */
    record GaveUp(int reached, String whatRanOut) implements SearchResult {}
}
