package io.clew.linearizability;

import io.clew.linearizability.KeyProblem.Return;

/**
 * What the search may do next in a configuration of one key.
 *
 * <p>Three rules keep the choices few; none of them loses a linearization.
 *
 * <p><b>Just in time.</b> Operations are given their place only when a live operation returns that
 * has none yet, and that operation is the last to be placed there. In any linearization, let the
 * points that lie between two returns slide to just before the second one, and those after the point
 * of the returning operation to just before the return that follows: no point leaves the interval of
 * its operation, since nothing returns in between, and the order of the points is the same.
 *
 * <p><b>Eager reads.</b> An operation that cannot change the state, and that is open and possible in
 * the present state, is placed at once, without a choice. Take any linearization that goes on from
 * here, and move the point of that operation to this moment. It is possible here, it lies within its
 * interval (it has begun and has not returned), and no other operation sees another state than
 * before, because the moved one changes nothing. So if there is a linearization at all, there is one
 * with the read placed now.
 *
 * <p><b>Useful unknown writes.</b> An unknown write that overwrites without looking is placed only if
 * an operation that looks can be placed right after it: an open read of its result, or a
 * compare-and-set from it, or an append. Otherwise the next one to be placed overwrites too (the
 * returning operation is still to come, so there is a next one), nobody has seen the state in
 * between, and the same order without the unknown write is as good.
 */
final class Moves {
    private final Return[] returns;
    private final UnknownWrites unknown;
    private final Functions functions;
    private final Configuration configuration;

    Moves(KeyProblem problem, Configuration configuration) {
        this.returns = problem.returns;
        this.unknown = problem.unknown;
        this.functions = problem.functions;
        this.configuration = configuration;
    }

    /**
     * Does all that needs no choice: places possible reads, and passes returns of operations that
     * have their place, up to {@code limit} at most.
     *
     * @return the next return in the configuration: the one where a choice is needed, or the limit
     */
    int settle(long[] words, int limit) {
        int at = configuration.nextReturn(words);
        int state = configuration.state(words);
        while (at < limit) {
            Return next = returns[at];
            placeReads(words, next, state);
            if (!configuration.isDone(words, next.slot)) {
                break;
            }
            configuration.freed(words, next.slot);
            at++;
        }
        configuration.position(words, at, state);
        return at;
    }

    private void placeReads(long[] words, Return next, int state) {
        int[] slots = next.openSlots;
        int[] does = next.openFunctions;
        for (int i = 0; i < slots.length; i++) {
            if (functions.isReadOnly(does[i])
                    && functions.step(state, does[i]) == state
                    && !configuration.isDone(words, slots[i])) {
                configuration.done(words, slots[i]);
            }
        }
    }

    /** How many numbers {@link #take} accepts at that return; not every one is possible. */
    int choices(int atReturn) {
        return unknown.groupCount() + returns[atReturn].openSlots.length;
    }

    /**
     * Changes the configuration by placing one operation: numbers from zero are the open live
     * operations, then come the groups of unknown writes.
     *
     * @return false if that is not possible; the configuration is then as it was
     */
    boolean take(long[] words, int choice) {
        int at = configuration.nextReturn(words);
        Return next = returns[at];
        int live = next.openSlots.length;
        return choice < live
                ? takeLive(words, at, next, choice)
                : takeUnknown(words, at, next, choice - live);
    }

    private boolean takeLive(long[] words, int at, Return next, int i) {
        int function = next.openFunctions[i];
        int slot = next.openSlots[i];
        // A read that is possible has been placed already.
        if (configuration.isDone(words, slot) || functions.isReadOnly(function)) {
            return false;
        }
        int after = functions.step(configuration.state(words), function);
        if (after == Functions.IMPOSSIBLE) {
            return false;
        }
        configuration.done(words, slot);
        configuration.position(words, at, after);
        return true;
    }

    private boolean takeUnknown(long[] words, int at, Return next, int group) {
        if (!unknown.available(group, configuration.used(words, group), at)) {
            return false;
        }
        int function = unknown.function[group];
        int before = configuration.state(words);
        int after = functions.step(before, function);
        if (after == Functions.IMPOSSIBLE
                || after == before
                || (functions.isOverwrite(function) && !someoneLooks(words, at, next, after))) {
            return false;
        }
        configuration.use(words, group);
        configuration.position(words, at, after);
        return true;
    }

    private boolean someoneLooks(long[] words, int at, Return next, int state) {
        int[] does = next.openFunctions;
        for (int i = 0; i < does.length; i++) {
            if (looks(does[i], state) && !configuration.isDone(words, next.openSlots[i])) {
                return true;
            }
        }
        for (int g = 0; g < unknown.groupCount(); g++) {
            if (looks(unknown.function[g], state)
                    && unknown.available(g, configuration.used(words, g), at)) {
                return true;
            }
        }
        return false;
    }

    private boolean looks(int function, int state) {
        return !functions.isOverwrite(function)
                && functions.step(state, function) != Functions.IMPOSSIBLE;
    }
}
