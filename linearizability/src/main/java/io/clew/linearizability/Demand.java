package io.clew.linearizability;

import io.clew.linearizability.KeyProblem.Return;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private static final class Of {
        final List<Integer> looks = new ArrayList<>();
        final List<Integer> writes = new ArrayList<>();
        final List<Integer> unknownGroups = new ArrayList<>();
        int firstWriteBegins = Integer.MAX_VALUE;
        int[] lookReturns = new int[0];
        int[] writeReturns = new int[0];
    }

    private final Functions functions;
    private final UnknownWrites unknown;
    private final Configuration configuration;
    private final Map<Integer, Of> demands = new HashMap<>();
    private final boolean applies;
    private final boolean hopeless;
    private boolean everRefused;

    Demand(KeyProblem problem, Configuration configuration) {
        this.functions = problem.functions;
        this.unknown = problem.unknown;
        this.configuration = configuration;
        this.applies = !functions.states.grows();
        if (applies) {
            gather(problem.returns);
        }
        hopeless = anySeenTooEarly(problem.initialState);
    }

    private void gather(Return[] returns) {
        for (int at = 0; at < returns.length; at++) {
            int function = returns[at].openFunctions[0];
            if (functions.looks(function)) {
                of(functions.required(function)).looks.add(at);
            }
            if (!functions.isReadOnly(function)) {
                Of result = of(functions.result(function));
                result.writes.add(at);
                result.firstWriteBegins = Math.min(result.firstWriteBegins, returns[at].begunAt);
            }
        }
        for (int g = 0; g < unknown.groupCount(); g++) {
            Of result = of(functions.result(unknown.function[g]));
            result.unknownGroups.add(g);
            result.firstWriteBegins = Math.min(result.firstWriteBegins, unknown.invokedAt[g][0]);
        }
        for (Of each : demands.values()) {
            each.lookReturns = each.looks.stream().mapToInt(Integer::intValue).toArray();
            each.writeReturns = each.writes.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private Of of(int state) {
        return demands.computeIfAbsent(state, _ -> new Of());
    }

    /** Whether some value was seen before anything that writes it began; there is no hope then. */
    private boolean anySeenTooEarly(int initialState) {
        for (Map.Entry<Integer, Of> each : demands.entrySet()) {
            Of demand = each.getValue();
            if (each.getKey() != initialState
                    && demand.lookReturns.length > 0
                    && demand.lookReturns[0] < demand.firstWriteBegins) {
                return true;
            }
        }
        return false;
    }

    boolean isHopeless() {
        return hopeless;
    }

    /** Whether a state was ever to stay because of operations that return later. */
    boolean everRefused() {
        return everRefused;
    }

    /** Whether the function, which leads to another state, may be done now. */
    boolean mayLeave(long[] words, int at, Return next, int function) {
        int state = configuration.state(words);
        return !applies
                || state == States.UNSEEN
                || isFree(words, at, next, state, looksAt(function, state) ? 1 : 0, 0);
    }

    /** Whether the operation that returns may do so without its result ever having been seen. */
    boolean mayDrop(long[] words, int at, Return next) {
        int result = functions.result(next.openFunctions[0]);
        return !applies
                || configuration.state(words) == result
                || isFree(words, at, next, result, 0, 1);
    }

    /**
     * Whether nobody waits for the value or it can be written again, not counting so many of the
     * looks and so many of the writes.
     */
    private boolean isFree(
            long[] words, int at, Return next, int value, int looksLess, int writesLess) {
        Of demand = demands.get(value);
        if (demand == null) {
            return true;
        }
        int looks = from(demand.lookReturns, at) - looksLess;
        int writes = from(demand.writeReturns, at) - writesLess;
        if (looks <= 0) {
            return true;
        }
        for (int i = 0; i < next.openSlots.length; i++) {
            if (configuration.isDone(words, next.openSlots[i])) {
                int done = next.openFunctions[i];
                looks -= looksAt(done, value) ? 1 : 0;
                writes -= writes(done, value) ? 1 : 0;
            }
        }
        boolean free = looks <= 0 || writes > 0 || anyUnknown(words, demand);
        everRefused |= !free;
        return free;
    }

    private boolean looksAt(int function, int state) {
        return functions.looks(function) && functions.required(function) == state;
    }

    private boolean writes(int function, int state) {
        return !functions.isReadOnly(function) && functions.result(function) == state;
    }

    private boolean anyUnknown(long[] words, Of demand) {
        for (int g : demand.unknownGroups) {
            if (configuration.used(words, g) < unknown.size(g)) {
                return true;
            }
        }
        return false;
    }

    /** How many of the ascending returns are at this one or later. */
    private static int from(int[] returns, int at) {
        int found = Arrays.binarySearch(returns, at);
        return returns.length - (found >= 0 ? found : ~found);
    }
}
