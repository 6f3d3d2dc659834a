package io.clew.linearizability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The live operations that are open at one moment of a history, each in a slot of its own. */
final class OpenSlots {
    private final BitSet taken = new BitSet();
    private final Map<Integer, Integer> slotOfOperation = new HashMap<>();
    private final List<Integer> functionInSlot = new ArrayList<>();
    private final List<Integer> begunAt = new ArrayList<>();

    /** Gives the operation, which begins after so many returns, a slot. */
    void begin(int operation, int function, int returns) {
        int slot = taken.nextClearBit(0);
        taken.set(slot);
        slotOfOperation.put(operation, slot);
        if (slot == functionInSlot.size()) {
            functionInSlot.add(function);
            begunAt.add(returns);
        } else {
            functionInSlot.set(slot, function);
            begunAt.set(slot, returns);
        }
    }

    /** Frees the operation's slot and says which it was. */
    int end(int operation) {
        int slot = Objects.requireNonNull(slotOfOperation.remove(operation));
        taken.clear(slot);
        return slot;
    }

    int functionIn(int slot) {
        return functionInSlot.get(slot);
    }

    int begunAt(int slot) {
        return begunAt.get(slot);
    }

    /** How many slots were ever needed at a time. */
    int slotCount() {
        return functionInSlot.size();
    }

    /** The slots in use, in ascending order. */
    IntStream slots() {
        return taken.stream();
    }
}
