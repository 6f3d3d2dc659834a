package io.clew.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One key's part of a history, prepared for the search: the moments at which operations return, what
 * is open at each, and the writes whose outcome nobody knows.
 *
 * <p>A <em>live</em> operation took effect and returned, so it must be given a place. It holds a
 * slot, a small number that no other live operation open at the same time has. Left out are
 * operations that failed (they did nothing) and reads with an unknown outcome (they say nothing and
 * change nothing).
 */
final class KeyProblem {
    /** One return of a live operation. */
    static final class Return {
        /** Its position in the history. */
        final int event;

        /** The slot of the operation that returns. */
        final int slot;

        /** The slots of all live operations that are open just before it, itself included. */
        final int[] openSlots;

        /** What these do. */
        final int[] openFunctions;

        private Return(int event, int slot, int[] openSlots, int[] openFunctions) {
            this.event = event;
            this.slot = slot;
            this.openSlots = openSlots;
            this.openFunctions = openFunctions;
        }
    }

    final Functions functions = new Functions();
    final int initialState;
    final Return[] returns;
    final int slotCount;
    final UnknownWrites unknown;

    KeyProblem(History history, KeyEvents events, Model model) {
        initialState = functions.state(model.initial());
        var open = new OpenSlots();
        var unknownWrites = new UnknownWrites.Collector(functions);
        List<Return> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
 int event = events.at(i);
            Operation operation = history.operationAt(event);
            boolean begins = history.isInvocation(event);
            switch (operation.outcome()) {
                case Outcome.Fail _ -> {}
                case Outcome.Unknown _ -> {
                    if (begins) {
                        unknownWrites.invoked(operation, found.size());
                    }
                }
                case Outcome.Ok ok when begins ->
                        open.begin(history.indexAt(event), functions.of(operation.call(), ok));
                case Outcome.Ok _ -> {
                    int[] slots = open.slots();
                    int[] does = Arrays.stream(slots).map(open::functionIn).toArray();
                    int slot = open.end(history.indexAt(event));
                    unknownWrites.returned(open.functionIn(slot), found.size());
                    found.add(new Return(event, slot, slots, does));
                }
            }
        }
        returns = found.toArray(Return[]::new);
        slotCount = open.slotCount();
        unknown = unknownWrites.build();
    }
}
