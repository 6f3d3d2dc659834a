package io.clew.linearizability;

import java.util.Arrays;

/**
 * One key's part of a history, prepared for the search: the moments at which operations return,
 * what is open at each, and the writes whose outcome nobody knows.
 *
 * <p>A <em>live</em> operation took effect and returned, so it must be given a place. It holds a
 * slot, a small number that no other live operation open at the same time has. Left out are
 * operations that failed (they did nothing, and show nothing unless the model says so) and reads
 * with an unknown outcome (they say nothing and change nothing).
 *
 * <p>All is in flat arrays, because for most histories making this is most of the work.
 */
final class KeyProblem {
    private static final int FREE = -1;

    final Functions functions;
    final int initialState;
    final UnknownWrites unknown;

    private int returnCount;

    /** For each return, its position in the history. */
    private int[] event;

    /** For each return, how many returns came before the operation began. */
    private int[] begunAt;

    /** For each return, where the operations that are open just before it begin in the arrays. */
    private int[] openFrom;

    private int[] openSlot;
    private long[] openFunction;

    // The operations that are open while the history is read, by their slots.
    private int slotCount;
    private int[] operationInSlot = new int[8];
    private int[] begunInSlot = new int[8];
    private long[] functionInSlot = new long[8];

    KeyProblem(History history, KeyEvents events, Model model) {
        Columns columns = history.columns();
        var states = new States(columns.values(events.key()));
        functions = new Functions(states, model);
        initialState = functions.initialState(isTransactional(history, events));
        int most = events.size() / 2 + 1;
        event = new int[most];
        begunAt = new int[most];
        openFrom = new int[most + 1];
        openSlot = new int[2 * most];
        openFunction = new long[2 * most];
        var unknownWrites = new UnknownWrites.Collector(functions);
        boolean observe = model.failedCas() == Model.FailedCas.OBSERVE;
        for (int i = 0; i < events.size(); i++) {
            int at = events.at(i);
            int operation = history.indexAt(at);
            boolean begins = history.isInvocation(at);
            switch (columns.learned(operation)) {
                case Columns.UNKNOWN -> {
                    if (begins) {
                        unknownWrites.invoked(
                                operation, functions.of(columns, operation), returnCount);
                    }
                }
                case Columns.FAIL -> {
                    if (observe && columns.asked(operation) == Columns.CAS) {
                        live(columns, operation, at, begins);
                    }
                }
                default -> live(columns, operation, at, begins);
            }
        }
        states.allNoted();
        unknown = unknownWrites.build();
    }

    private static boolean isTransactional(History history, KeyEvents events) {
        return events.size() > 0
                && history.columns().asked(history.indexAt(events.at(0))) == Columns.TXN;
    }

    private void live(Columns columns, int operation, int at, boolean begins) {
        if (begins) {
            begin(operation, functions.of(columns, operation));
        } else {
            end(operation, at);
        }
    }

    private void begin(int operation, long function) {
        int slot = 0;
        while (slot < slotCount && operationInSlot[slot] != FREE) {
            slot++;
        }
        if (slot == slotCount) {
            slotCount++;
            if (slotCount > operationInSlot.length) {
                operationInSlot = Arrays.copyOf(operationInSlot, 2 * slot);
                begunInSlot = Arrays.copyOf(begunInSlot, 2 * slot);
                functionInSlot = Arrays.copyOf(functionInSlot, 2 * slot);
            }
        }
        operationInSlot[slot] = operation;
        begunInSlot[slot] = returnCount;
        functionInSlot[slot] = function;
    }

    private void end(int operation, int at) {
        int own = 0;
        while (operationInSlot[own] != operation) {
            own++;
        }
        int from = openFrom[returnCount];
        if (from + slotCount > openSlot.length) {
            openSlot = Arrays.copyOf(openSlot, 2 * openSlot.length + slotCount);
            openFunction = Arrays.copyOf(openFunction, openSlot.length);
        }
        openSlot[from] = own;
        openFunction[from++] = functionInSlot[own];
        for (int slot = 0; slot < slotCount; slot++) {
            if (slot != own && operationInSlot[slot] != FREE) {
                openSlot[from] = slot;
                openFunction[from++] = functionInSlot[slot];
            }
        }
        operationInSlot[own] = FREE;
        functions.note(functionInSlot[own], returnCount);
        event[returnCount] = at;
        begunAt[returnCount] = begunInSlot[own];
        openFrom[++returnCount] = from;
    }

    int returnCount() {
        return returnCount;
    }

    int slotCount() {
        return slotCount;
    }

    /** The position in the history of the return. */
    int event(int atReturn) {
        return event[atReturn];
    }

    /** How many returns came before the operation began that returns. */
    int begunAt(int atReturn) {
        return begunAt[atReturn];
    }

    /** Where the live operations begin that are open just before the return, its own first. */
    int openFrom(int atReturn) {
        return openFrom[atReturn];
    }

    int openUntil(int atReturn) {
        return openFrom[atReturn + 1];
    }

    /** The slot of the open operation at this place. */
    int openSlot(int place) {
        return openSlot[place];
    }

    /** What the open operation at this place does. */
    long openFunction(int place) {
        return openFunction[place];
    }

    /** The slot of the operation that returns. */
    int slot(int atReturn) {
        return openSlot[openFrom[atReturn]];
    }

    /** What the operation does that returns. */
    long function(int atReturn) {
        return openFunction[openFrom[atReturn]];
    }
}
