package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Looks for a linearization of one key by going as deep as it can first, and never to a
 * configuration twice.
 *
 * <p>This is the search of Wing and Gong with Lowe's memory of configurations. When it fails, it
 * has seen every configuration that can be reached, so the farthest return that it came to and
 * could not pass is the end of the shortest prefix that has no linearization, unless it turned back
 * early because of what comes later (see {@link Demand}).
 */
final class DepthFirst {
    private final KeyProblem problem;
    private final Configuration configuration;
    private final Moves moves;
    private final ConfigurationSet seen;
    private final @Nullable Trail trail;
    private final int width;
    private final int stride;
    private long[] stack;
    private int depth;
    private int farthest;

    /** With a trail, the choices that lead to a linearization are remembered. */
    DepthFirst(KeyProblem problem, @Nullable Trail trail) {
        this.trail = trail;
        this.problem = problem;
        configuration = new Configuration(problem);
        moves = new Moves(problem, configuration);
        width = configuration.width();
        seen = new ConfigurationSet(configuration);
        stride = width + 1;
        stack = new long[64 * stride];
    }

    SearchResult run(Allowance allowance) {
        if (moves.areHopeless()) {
            return new SearchResult.Stuck(0, 0, true);
        }
        long[] next = new long[width];
        configuration.position(next, 0, problem.initialState);
        if (arrive(next, Trail.START, Trail.NO_CHOICE)) {
            return found(Trail.START, Trail.NO_CHOICE);
        }
        long[] from = new long[width];
        while (depth > 0) {
            depth--;
            System.arraycopy(stack, depth * stride, from, 0, width);
            int choices = moves.choices(configuration.nextReturn(from));
            if (!allowance.covers(seen.size(), bytesToAdd(choices))) {
                return new SearchResult.GaveUp(farthest, allowance.whatRanOut());
            }
            int number = (int) stack[depth * stride + width];
            // The last one pushed is tried first: live operations before unknown writes.
            for (int i = choices - 1; i >= 0; i--) {
                System.arraycopy(from, 0, next, 0, width);
                if (moves.take(next, i) && arrive(next, number, i)) {
                    return found(number, i);
                }
            }
        }
        return new SearchResult.Stuck(farthest, seen.size(), moves.lookedAhead());
    }

    /** The most memory that is needed while so many more configurations come. */
    private long bytesToAdd(int more) {
        boolean stackGrows = (long) (depth + more) * stride > stack.length;
        return problem.functions.bytes()
                + seen.bytesToAdd(more)
                + (long) Long.BYTES * stack.length * (stackGrows ? 3 : 1)
                + (trail == null ? 0 : trail.bytesToAdd(more));
    }

    private SearchResult found(int from, int choice) {
        return new SearchResult.Found(
                seen.size(), trail == null ? List.of() : trail.choices(from, choice));
    }

    /**
     * Remembers a configuration to go on from, if it is new; true if it is the end of the search.
     */
    private boolean arrive(long[] words, int from, int choice) {
        int at = moves.settle(words, problem.returnCount());
        farthest = Math.max(farthest, at);
        if (at == problem.returnCount()) {
            return true;
        }
        if (seen.add(words)) {
            if ((depth + 1) * stride > stack.length) {
                stack = Arrays.copyOf(stack, 2 * stack.length);
            }
            System.arraycopy(words, 0, stack, depth * stride, width);
            stack[depth * stride + width] = trail == null ? 0 : trail.add(from, choice);
            depth++;
        }
        return false;
    }
}
