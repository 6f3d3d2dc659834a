package io.clew.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the choices of a successful search over one key into an order of its operations.
 *
 * <p>The choices are made once more, and each operation that gets its place goes to the end of the
 * order. An operation that is covered (see {@link Moves}) gets a place on approval at that moment:
 * just before the overwrite that covers it, or right where the state is unseen. It holds if the
 * operation returns without having got another place. Places are given in the order of the returns
 * before which they lie, so the order is true to real time.
 */
final class Linearization {
    private static final int NONE = -1;

    private final History history;
    private final KeyProblem problem;
    private final Configuration configuration;
    private final Moves moves;
    private final long[] words;
    private final long[] before;
    private final List<Integer> order = new ArrayList<>();

    /** For each place of the order, whether it is more than an approval. */
    private final List<Boolean> holds = new ArrayList<>();

    /** For each slot, the place on approval of the operation in it. */
    private final int[] onApproval;

    /** For each slot, the return that it is freed at next. */
    private final int[] returnOfSlot;

    private final int[] nextReturnOfSameSlot;

    private Linearization(History history, KeyProblem problem) {
        this.history = history;
        this.problem = problem;
        configuration = new Configuration(problem);
        moves = new Moves(problem, configuration);
        words = new long[configuration.width()];
        before = new long[configuration.width()];
        onApproval = new int[problem.slotCount()];
        Arrays.fill(onApproval, NONE);
        returnOfSlot = new int[problem.slotCount()];
        nextReturnOfSameSlot = new int[problem.returnCount()];
        for (int at = problem.returnCount() - 1; at >= 0; at--) {
            int slot = problem.slot(at);
            nextReturnOfSameSlot[at] = returnOfSlot[slot];
            returnOfSlot[slot] = at;
        }
    }

    /** The order, as indexes into the history's operations. */
    static List<Integer> of(History history, KeyProblem problem, List<Integer> choices) {
        var linearization = new Linearization(history, problem);
        linearization.replay(choices);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < linearization.order.size(); i++) {
            if (linearization.holds.get(i)) {
                order.add(linearization.order.get(i));
            }
        }
        return order;
    }

    private void replay(List<Integer> choices) {
        configuration.position(words, 0, problem.initialState);
        settle();
        for (int choice : choices) {
            take(choice);
            settle();
        }
    }

    private void settle() {
        int at = configuration.nextReturn(words);
        while (at < problem.returnCount()) {
            remember();
            int settled = moves.settle(words, at + 1);
            boolean passed = settled > at;
            noteCovered(at);
            for (int i = problem.openFrom(at) + (passed ? 1 : 0); i < problem.openUntil(at); i++) {
                if (isNewlyDone(problem.openSlot(i))) {
                    place(problem.openSlot(i));
                }
            }
            if (!passed) {
                return;
            }
            returned(at);
            at = settled;
        }
    }

    private void take(int choice) {
        int at = configuration.nextReturn(words);
        remember();
        if (!moves.take(words, choice)) {
            throw new IllegalStateException("the search cannot be repeated");
        }
        if (choice == 0) {
            returned(at);
            return;
        }
        noteCovered(at);
        int live = problem.openUntil(at) - problem.openFrom(at);
        if (choice <= live) {
            place(problem.openSlot(problem.openFrom(at) + choice - 1));
        } else {
            int group = choice - 1 - live;
            add(problem.unknown.operation[group][configuration.used(before, group)], true);
        }
    }

    private void remember() {
        System.arraycopy(words, 0, before, 0, words.length);
    }

    private void noteCovered(int at) {
        for (int i = problem.openFrom(at); i < problem.openUntil(at); i++) {
            int slot = problem.openSlot(i);
            if (configuration.isCovered(words, slot) && onApproval[slot] == NONE) {
                onApproval[slot] = order.size();
                add(operationIn(slot), false);
            }
        }
    }

    private boolean isNewlyDone(int slot) {
        return configuration.isDone(words, slot) && !configuration.isDone(before, slot);
    }

    private void place(int slot) {
        add(operationIn(slot), true);
    }

    private void returned(int at) {
        int slot = problem.slot(at);
        if (!configuration.isDone(before, slot)) {
            if (onApproval[slot] == NONE) {
                // A read placed, or a write covered, at the very return.
                place(slot);
            } else {
                holds.set(onApproval[slot], true);
            }
        }
        onApproval[slot] = NONE;
        returnOfSlot[slot] = nextReturnOfSameSlot[at];
    }

    private int operationIn(int slot) {
        return history.indexAt(problem.event(returnOfSlot[slot]));
    }

    private void add(int operation, boolean hold) {
        order.add(operation);
        holds.add(hold);
    }
}
