package io.clew.linearizability;

import java.util.Arrays;

/**
 * A look ahead: which values are still to be looked at, and whether they can come again.
 *
 * <p>Where a live operation without a place looks at the present value, and no operation is left
 * that could write this value once more, the value must stay until that look has had its place.
 * Leaving it earlier leads nowhere, and so does letting the last such operation return unseen. With
 * values that are written only once, as good test loads have, this makes the search almost
 * straight.
 *
 * <p>It is not used where values grow by appends, because what writes a value is not known there.
 */
final class Demand {
    private static final int[] NONE = {};

    private final KeyProblem problem;
    private final UnknownWrites unknown;
    private final Configuration configuration;
    private final boolean applies;
    private final boolean hopeless;

    /** For each value, where the returns that look at it begin in {@code looks}. */
    private int[] looksFrom = NONE;

    private int[] looks = NONE;

    /** For each value, where the returns that write it begin in {@code writes}. */
    private int[] writesFrom = NONE;

    private int[] writes = NONE;
    private boolean everRefused;

    Demand(KeyProblem problem, Configuration configuration) {
        this.problem = problem;
        this.unknown = problem.unknown;
        this.configuration = configuration;
        States states = problem.functions.states;
        this.applies = !states.grows();
        hopeless = applies && gather(states.count());
    }

    /** Whether some value was seen before anything that writes it began; there is no hope then. */
    private boolean gather(int values) {
        int returns = problem.returnCount();
        int[] firstWriteBegins = new int[values];
        Arrays.fill(firstWriteBegins, Integer.MAX_VALUE);
        firstWriteBegins[problem.initialState] = 0;
        looksFrom = new int[values + 1];
        writesFrom = new int[values + 1];
        for (int g = 0; g < unknown.groupCount(); g++) {
            int result = Functions.result(unknown.function[g]);
            firstWriteBegins[result] = Math.min(firstWriteBegins[result], unknown.invokedAt[g][0]);
        }
        for (int at = 0; at < returns; at++) {
            long function = problem.function(at);
            if (Functions.looks(function)) {
                looksFrom[Functions.required(function) + 1]++;
            }
            if (!Functions.isReadOnly(function)) {
                int result = Functions.result(function);
                writesFrom[result + 1]++;
                firstWriteBegins[result] = Math.min(firstWriteBegins[result], problem.begunAt(at));
            }
        }
        for (int value = 0; value < values; value++) {
            looksFrom[value + 1] += looksFrom[value];
            writesFrom[value + 1] += writesFrom[value];
        }
        looks = new int[looksFrom[values]];
        writes = new int[writesFrom[values]];
        int[] nextLook = looksFrom.clone();
        int[] nextWrite = writesFrom.clone();
        boolean tooEarly = false;
        for (int at = 0; at < returns; at++) {
            long function = problem.function(at);
            if (Functions.looks(function)) {
                int required = Functions.required(function);
                tooEarly |= at < firstWriteBegins[required];
                looks[nextLook[required]++] = at;
            }
            if (!Functions.isReadOnly(function)) {
                writes[nextWrite[Functions.result(function)]++] = at;
            }
        }
        return tooEarly;
    }

    boolean isHopeless() {
        return hopeless;
    }

    /** Whether a state was ever to stay because of operations that return later. */
    boolean everRefused() {
        return everRefused;
    }

    /** Whether the function, which leads to another state, may be done now. */
    boolean mayLeave(long[] words, int at, long function) {
        int state = configuration.state(words);
        return !applies
                || state == States.UNSEEN
                || isFree(words, at, state, looksAt(function, state) ? 1 : 0, 0);
    }

    /** Whether the operation that returns may do so without its result ever having been seen. */
    boolean mayDrop(long[] words, int at) {
        int result = Functions.result(problem.function(at));
        return !applies || configuration.state(words) == result || isFree(words, at, result, 0, 1);
    }

    /**
     * Whether nobody waits for the value or it can be written again, not counting so many of the
     * looks and so many of the writes.
     */
    private boolean isFree(long[] words, int at, int value, int looksLess, int writesLess) {
        int from = problem.openFrom(at);
        int until = problem.openUntil(at);
        // Nearly always the end of the arrays is enough to tell.
        int surelyLeft = writesFrom[value + 1] - 1 - writesLess - (until - from);
        if (surelyLeft >= writesFrom[value] && writes[surelyLeft] >= at) {
            return true;
        }
        int looksLeft = left(looks, looksFrom[value], looksFrom[value + 1], at) - looksLess;
        if (looksLeft <= 0) {
            return true;
        }
        int writesLeft = left(writes, writesFrom[value], writesFrom[value + 1], at) - writesLess;
        for (int i = from; i < until; i++) {
            if (configuration.isDone(words, problem.openSlot(i))) {
                long done = problem.openFunction(i);
                looksLeft -= looksAt(done, value) ? 1 : 0;
                writesLeft -= writes(done, value) ? 1 : 0;
            }
        }
        boolean free = looksLeft <= 0 || writesLeft > 0 || anyUnknown(words, value);
        everRefused |= !free;
        return free;
    }

    private static boolean looksAt(long function, int state) {
        return Functions.looks(function) && Functions.required(function) == state;
    }

    private static boolean writes(long function, int state) {
        return !Functions.isReadOnly(function) && Functions.result(function) == state;
    }

    private boolean anyUnknown(long[] words, int value) {
        for (int g = 0; g < unknown.groupCount(); g++) {
            if (writes(unknown.function[g], value)
                    && configuration.used(words, g) < unknown.size(g)) {
                return true;
            }
        }
        return false;
    }

    /** How many of these ascending returns are at this one or later. */
    private static int left(int[] returns, int from, int until, int at) {
        if (from == until || returns[until - 1] < at) {
            return 0;
        }
        int found = Arrays.binarySearch(returns, from, until, at);
        return until - (found >= 0 ? found : ~found);
    }
}
