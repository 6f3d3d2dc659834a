package io.clew.sim.exhaust;

import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Tries all orders in which messages can arrive after an opening, together with a bounded number of
 * timeouts, crashes and losses: depth first, a position that was met before is not gone on from.
 *
 * <p>A node cannot be copied, so that going back means to play all moves again from the beginning.
 */
final class Orders {
    private final Opening opening;
    private final BooleanSupplier stop;
    private final int depthMax;

    /** How many moves were left when a position was met; it is worth less with fewer. */
    private final Map<Long, Integer> met = new HashMap<>();

    private final List<Move> path = new ArrayList<>();
    private long moves;
    private int deepest;
    private boolean cut;
    private boolean stopped;
    private @Nullable Found found;

    /** Moves after the opening, the last of which breaks an invariant. */
    record Found(List<Move> moves, Violation violation) {
        Found {
            moves = List.copyOf(moves);
        }
    }

    /**
     * What a search came to.
     *
     * @param positions how many different ones there were
     * @param cut whether some were not gone on from because they lay too deep
     * @param stopped whether the search ended before it had tried everything
     */
    record Report(
            String opening,
            Troubles troubles,
            int positions,
            long moves,
            int deepest,
            boolean cut,
            boolean stopped,
            @Nullable Found found) {}

    private Orders(Opening opening, int depthMax, BooleanSupplier stop) {
        this.opening = opening;
        this.depthMax = depthMax;
        this.stop = stop;
    }

    /**
     * @param stop is asked now and then whether to end the search
     */
    static Report search(Opening opening, Troubles troubles, BooleanSupplier stop) {
        var orders = new Orders(opening, troubles.depth(), stop);
        try {
            orders.visit(orders.replay(), troubles);
        } catch (Violation e) {
            orders.found = new Found(orders.path, e);
        }
        return new Report(
                opening.name(),
                troubles,
                orders.met.size(),
                orders.moves,
                orders.deepest,
                orders.cut,
                orders.stopped,
                orders.found);
    }

    private Bench replay() {
        var bench = new Bench(opening.calls(), null);
        bench.play(opening.moves());
        bench.play(path);
        return bench;
    }

    /** The bench stands at the end of the path, and is used up. */
    private void visit(Bench bench, Troubles left) {
        deepest = Math.max(deepest, path.size());
        int depthLeft = depthMax - path.size();
        long position = StateHash.of(bench.hash(), left.timeouts(), left.crashes(), left.losses());
        Integer before = met.get(position);
        if (before != null && before >= depthLeft) {
            return;
        }
        met.put(position, depthLeft);
        if (depthLeft == 0) {
            cut = true;
            return;
        }
        Bench fresh = bench;
        for (Move move : options(bench, left)) {
            stopped |= stop.getAsBoolean();
            if (stopped) {
                return;
            }
            Bench next = fresh == null ? replay() : fresh;
            fresh = null;
            moves++;
            path.add(move);
            next.play(move);
            visit(next, left.after(move));
            path.removeLast();
        }
    }

    private static List<Move> options(Bench bench, Troubles left) {
        var options = new ArrayList<Move>(bench.deliveries());
        bench.askable().forEach(node -> options.add(new Move.Ask(node)));
        bench.nodes(false).forEach(node -> options.add(new Move.Boot(node)));
        if (left.timeouts() > 0) {
            bench.nodes(true).forEach(node -> options.add(new Move.Expire(node)));
        }
        if (left.losses() > 0) {
            bench.deliveries().forEach(d -> options.add(new Move.Lose(d.from(), d.to())));
        }
        if (left.crashes() > 0) {
            bench.nodes(true).forEach(node -> options.add(new Move.Crash(node)));
        }
        return options;
    }
}
