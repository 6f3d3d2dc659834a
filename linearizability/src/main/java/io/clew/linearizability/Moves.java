package io.clew.linearizability;

/**
 * What the search may do next in a configuration of one key.
 *
 * <p>Five rules keep the choices few. For each it is shown that a linearization which breaks the
 * rule can be changed into one which keeps it, with the same outcomes. A <em>blind</em> operation
 * is possible in every state: an overwrite or an append. All others <em>look</em>: they are
 * possible in one state only, or in all but one.
 *
 * <p><b>Just in time.</b> Operations are given their place only when a live operation returns that
 * has none yet, and that operation is the last to be placed there. In any linearization, let the
 * points that lie between two returns slide to just before the second one, and those after the
 * point of the returning operation to just before the return that follows: no point leaves the
 * interval of its operation, since nothing returns in between, and the order of the points is the
 * same.
 *
 * <p><b>Eager reads.</b> An operation that cannot change the state, and that is open and possible
 * in the present state, is placed at once, without a choice. Take any linearization that goes on
 * from here, and move the point of that operation to this moment. It is possible here, it lies
 * within its interval (it has begun and has not returned), and no other operation sees another
 * state than before, because the moved one changes nothing. A transaction that only reads, but may
 * settle a first value, is such an operation once it has nothing to settle: what is settled stays
 * so.
 *
 * <p><b>Unseen states.</b> States that nobody can look at any more are taken as one. In none of
 * them is an operation possible that looks, all blind ones are possible in each, and an overwrite
 * leads from each to the same state; so whatever goes on from one goes on from the other. A
 * compare-and-set that failed, where that counts, is possible in all states but one and changes
 * none: until the last of these has returned, every state is seen, and they are placed like reads.
 *
 * <p><b>Covered operations.</b> When an overwrite is placed, every other open blind operation that
 * has no place yet may as well have come just before it, where nobody looks. When the state is
 * unseen, an open blind operation that leads to an unseen state may as well have come right then.
 * Such operations are marked as covered. One may still be placed for the sake of its result, but it
 * may also return without. It is not placed as the returning one if its result would be unseen, and
 * an overwrite of which that is sure returns without a choice: after it nobody looks before the
 * next overwrite, only blind operations follow until then, and these are as possible without it.
 *
 * <p><b>Useful operations.</b> A blind operation other than the returning one is placed only where
 * its result is seen, and either an operation that looks can come right after it or an append can
 * whose result is seen. Otherwise what comes next at this same return (the returning operation at
 * the latest) is an overwrite, which covers it and all that it would have covered, or the state is
 * unseen until the next overwrite: then the live ones of these operations may as well come later,
 * each at its own return, and an unknown one not at all. Besides, an unknown write that restores
 * the state that was is left out, unless it covers something.
 */
final class Moves {
    private final KeyProblem problem;
    private final UnknownWrites unknown;
    private final Functions functions;
    private final Configuration configuration;
    private final Demand demand;

    Moves(KeyProblem problem, Configuration configuration) {
        this.problem = problem;
        this.unknown = problem.unknown;
        this.functions = problem.functions;
        this.configuration = configuration;
        this.demand = new Demand(problem, configuration);
    }

    /**
     * Does all that needs no choice: places possible reads, covers what an unseen state covers, and
     * passes returns of operations that have their place or need none, up to {@code limit} at most.
     *
     * @return the next return in the configuration: the one where a choice is needed, or the limit
     */
    int settle(long[] words, int limit) {
        int at = configuration.nextReturn(words);
        int state = configuration.state(words);
        while (at < limit) {
            state = ifSeen(state, at);
            if (state == States.UNSEEN) {
                coverAllUnseen(words, at);
            } else {
                placeReads(words, at, state);
            }
            int slot = problem.slot(at);
            if (!configuration.isDone(words, slot) && !needsNoPlace(words, at, slot)) {
                break;
            }
            configuration.free(words, slot);
            at++;
        }
        configuration.position(words, at, state);
        return at;
    }

    private boolean needsNoPlace(long[] words, int at, int slot) {
        long function = problem.function(at);
        return configuration.isCovered(words, slot)
                && Functions.isOverwrite(function)
                && step(States.UNSEEN, function, at) == States.UNSEEN;
    }

    private int ifSeen(int state, int at) {
        return functions.states.isSeen(state, at) ? state : States.UNSEEN;
    }

    private int step(int state, long function, int at) {
        int after = functions.step(state, function);
        return after == Functions.IMPOSSIBLE ? after : ifSeen(after, at);
    }

    private void placeReads(long[] words, int at, int state) {
        int until = problem.openUntil(at);
        for (int i = problem.openFrom(at); i < until; i++) {
            long function = problem.openFunction(i);
            if (Functions.isRead(function) && functions.step(state, function) == state) {
                configuration.read(words, problem.openSlot(i));
            }
        }
    }

    private void coverAllUnseen(long[] words, int at) {
        int until = problem.openUntil(at);
        for (int i = problem.openFrom(at); i < until; i++) {
            long function = problem.openFunction(i);
            if (Functions.isBlind(function)
                    && !configuration.isDone(words, problem.openSlot(i))
                    && step(States.UNSEEN, function, at) == States.UNSEEN) {
                configuration.cover(words, problem.openSlot(i));
            }
        }
    }

    /** Whether it is plain without a search that there is no linearization. */
    boolean areHopeless() {
        return demand.isHopeless();
    }

    /** Whether a choice was ever refused because of operations that return later. */
    boolean lookedAhead() {
        return demand.everRefused();
    }

    /** How many numbers {@link #take} accepts at that return; not every one is possible. */
    int choices(int atReturn) {
        return 1 + problem.openUntil(atReturn) - problem.openFrom(atReturn) + unknown.groupCount();
    }

    /**
     * Changes the configuration by one choice. Zero lets a covered operation return without a
     * place; then come the open live operations to be placed, the returning one first, then the
     * groups of unknown writes.
     *
     * @return false if that is not possible; the configuration is then as it was
     */
    boolean take(long[] words, int choice) {
        int at = configuration.nextReturn(words);
        if (choice == 0) {
            return returnCovered(words, at);
        }
        int live = problem.openUntil(at) - problem.openFrom(at);
        return choice <= live
                ? takeLive(words, at, choice - 1)
                : takeUnknown(words, at, choice - 1 - live);
    }

    private boolean returnCovered(long[] words, int at) {
        int slot = problem.slot(at);
        if (!configuration.isCovered(words, slot) || !demand.mayDrop(words, at)) {
            return false;
        }
        configuration.free(words, slot);
        configuration.position(words, at + 1, configuration.state(words));
        return true;
    }

    private boolean takeLive(long[] words, int at, int i) {
        long function = problem.openFunction(problem.openFrom(at) + i);
        int slot = problem.openSlot(problem.openFrom(at) + i);
        // A read that is possible has been placed already.
        if (configuration.isDone(words, slot) || Functions.isReadOnly(function)) {
            return false;
        }
        int after = step(configuration.state(words), function, at);
        if (after == Functions.IMPOSSIBLE || isNeeded(words, at, function, after)) {
            return false;
        }
        boolean returning = i == 0;
        boolean useless =
                returning
                        ? after == States.UNSEEN && configuration.isCovered(words, slot)
                        : isUseless(words, at, function, after);
        if (useless) {
            return false;
        }
        configuration.done(words, slot);
        place(words, at, function, after);
        return true;
    }

    private boolean takeUnknown(long[] words, int at, int group) {
        if (!unknown.available(group, configuration.used(words, group), at)) {
            return false;
        }
        long function = unknown.function[group];
        int before = configuration.state(words);
        int after = step(before, function, at);
        if (after == Functions.IMPOSSIBLE
                || (after == before && !coversMore(words, at, function))
                || after == States.UNSEEN
                || isNeeded(words, at, function, after)
                || isUseless(words, at, function, after)) {
            return false;
        }
        configuration.use(words, group);
        place(words, at, function, after);
        return true;
    }

    private boolean isNeeded(long[] words, int at, long function, int after) {
        return after != configuration.state(words) && !demand.mayLeave(words, at, function);
    }

    private void place(long[] words, int at, long function, int after) {
        configuration.position(words, at, after);
        if (Functions.isOverwrite(function)) {
            int until = problem.openUntil(at);
            for (int i = problem.openFrom(at); i < until; i++) {
                int slot = problem.openSlot(i);
                if (Functions.isBlind(problem.openFunction(i))
                        && !configuration.isDone(words, slot)) {
                    configuration.cover(words, slot);
                }
            }
        }
    }

    /**
     * Even where it restores the state that was, an overwrite can give others a place before it.
     */
    private boolean coversMore(long[] words, int at, long function) {
        if (!Functions.isOverwrite(function)) {
            return false;
        }
        int until = problem.openUntil(at);
        for (int i = problem.openFrom(at); i < until; i++) {
            int slot = problem.openSlot(i);
            if (Functions.isBlind(problem.openFunction(i))
                    && !configuration.isDone(words, slot)
                    && !configuration.isCovered(words, slot)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUseless(long[] words, int at, long function, int after) {
        return Functions.isBlind(function)
                && (after == States.UNSEEN || !somethingFollows(words, at, after));
    }

    private boolean somethingFollows(long[] words, int at, int state) {
        int until = problem.openUntil(at);
        for (int i = problem.openFrom(at); i < until; i++) {
            if (follows(problem.openFunction(i), state, at)
                    && !configuration.isDone(words, problem.openSlot(i))) {
                return true;
            }
        }
        for (int g = 0; g < unknown.groupCount(); g++) {
            if (follows(unknown.function[g], state, at)
                    && unknown.available(g, configuration.used(words, g), at)) {
                return true;
            }
        }
        return false;
    }

    private boolean follows(long function, int state, int at) {
        int after = step(state, function, at);
        return Functions.isBlind(function)
                ? !Functions.isOverwrite(function) && after != States.UNSEEN
                : after != Functions.IMPOSSIBLE;
    }
}
