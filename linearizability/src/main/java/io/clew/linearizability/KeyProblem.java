package io.clew.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One key's part of a history, prepared for the search: the moments at which operations return,
 * what is open at each, and the writes whose outcome nobody knows.
 *
 * <p>A <em>live</em> operation took effect and returned, so it must be given a place. It holds a
 * slot, a small number that no other live operation open at the same time has. Left out are
 * operations that failed (they did nothing, and show nothing unless the model says so) and reads
 * with an unknown outcome (they say nothing and change nothing).
 */
final class KeyProblem {
    /** One return of a live operation. */
    static final class Return {
        /** Its position in the history. */
        final int event;

        /** How many returns came before the operation began. */
        final int begunAt;

        /** The slot of the operation that returns. */
        final int slot;

        /** The slots of all live operations that are open just before it, its own first. */
        final int[] openSlots;

        /** What these do. */
        final int[] openFunctions;

        private Return(int event, int begunAt, int slot, int[] openSlots, int[] openFunctions) {
            this.event = event;
            this.begunAt = begunAt;
            this.slot = slot;
            this.openSlots = openSlots;
            this.openFunctions = openFunctions;
        }
    }

    final Functions functions;
    final int initialState;
    final Return[] returns;
    final int slotCount;
    final UnknownWrites unknown;

    KeyProblem(History history, KeyEvents events, Model model) {
        functions = new Functions(model);
        initialState = functions.initialState(model, isTransactional(history, events));
        var open = new OpenSlots();
        var unknownWrites = new UnknownWrites.Collector(functions);
        List<Return> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            int event = events.at(i);
            Operation operation = history.operationAt(event);
            boolean begins = history.isInvocation(event);
            switch (operation.outcome()) {
                case Outcome.Fail _ when !model.observes(operation) -> {}
                case Outcome.Unknown _ -> {
                    if (begins) {
                        int function = functions.of(operation.call(), operation.outcome());
                        unknownWrites.invoked(history.indexAt(event), function, found.size());
                        functions.note(function, Integer.MAX_VALUE);
                    }
                }
                case Outcome known when begins ->
                        open.begin(
                                history.indexAt(event),
                                functions.of(operation.call(), known),
                                found.size());
                case Outcome _ -> {
                    int slot = open.end(history.indexAt(event));
                    int[] slots = IntStream.concat(IntStream.of(slot), open.slots()).toArray();
                    int[] does = Arrays.stream(slots).map(open::functionIn).toArray();
                    functions.note(open.functionIn(slot), found.size());
                    found.add(new Return(event, open.begunAt(slot), slot, slots, does));
                }
            }
        }
        returns = found.toArray(Return[]::new);
        slotCount = open.slotCount();
        unknown = unknownWrites.build();
    }

    private static boolean isTransactional(History history, KeyEvents events) {
        return events.size() > 0 && history.operationAt(events.at(0)).call() instanceof Call.Txn;
    }
}
