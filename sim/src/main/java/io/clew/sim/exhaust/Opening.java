package io.clew.sim.exhaust;

import io.clew.linearizability.Call;

import java.util.List;

/**
 * A position from which all orders are tried, and what clients ask from then on.
 *
 * @param moves that lead to it from three nodes that have just been switched on
 * @param calls in the order in which they are made; the first of them may belong to the moves
 */
record Opening(String name, String what, List<Move> moves, List<Call> calls) {
    private static final String ELECTED = "expire 1, settle, expire 1, settle, expire 1, settle";

    private static final List<Opening> ALL =
            List.of(
                    of("fresh", "three nodes that have met, and no leader", "", put("a")),
                    of("elected", "node1 leads", ELECTED, put("a"), put("b"), get()),
                    of(
                            "leaderless",
                            "node1 led and is down",
                            ELECTED + ", ask 1, settle, expire 1, settle, crash 1",
                            put("a"),
                            put("b"),
                            get()),
                    of(
                            "deposed",
                            "node1 does not know that node2 leads, and has an entry of its own",
                            ELECTED
                                    + ", ask 1, settle, expire 1, settle, ask 1, cut 1, expire 3,"
                                    + " cut 3, expire 2, settle 2 3",
                            put("a"),
                            put("b"),
                            put("c"),
                            get()));

    static List<Opening> all() {
        return ALL;
    }

    static Opening named(String name) {
        for (Opening opening : ALL) {
            if (opening.name.equals(name)) {
                return opening;
            }
        }
        throw new IllegalArgumentException("no opening is called '" + name + "'");
    }

    private static Opening of(String name, String what, String moves, Call... calls) {
        return new Opening(name, what, Move.parse(moves), List.of(calls));
    }

    private static Call put(String value) {
        return new Call.Put("k", value);
    }

    private static Call get() {
        return new Call.Get("k");
    }
}
