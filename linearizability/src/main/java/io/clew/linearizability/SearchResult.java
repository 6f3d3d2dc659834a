package io.clew.linearizability;

import java.util.List;

/** How the search over one key ended. */
sealed interface SearchResult {
    /**
     * There is a linearization.
     *
     * @param choices those that led to it, if they were to be remembered, and none otherwise
     */
    record Found(long states, List<Integer> choices) implements SearchResult {}

    /**
     * There is none.
     *
     * @param atReturn the first return that cannot be passed, or where {@code lookedAhead}, one
     *     that is not later: the search then also turned back for the sake of later returns
     */
    record Stuck(int atReturn, long states, boolean lookedAhead) implements SearchResult {}

    /** The allowance ran out; up to this return there is a linearization. */
    record GaveUp(int reached, String whatRanOut) implements SearchResult {}
}
