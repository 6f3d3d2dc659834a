package io.clew.linearizability;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds a small part of a failing history that fails for itself: operations are left out, many at a
 * time first, as long as what remains is fair (see {@link Sources}) and has no linearization.
 */
final class Shrinking {
    /** Big histories are shrunk less thoroughly rather than for ever. */
    private static final int CHECKS_MAX = 2_000;

    private static final long STATES_MAX = 500_000;
    private static final long STATES_OF_A_CHECK_MAX = 10_000;

    private static final int FIRST_WINDOW = 16;

    private final History whole;
    private final Model model;
    private final Sources sources;
    private boolean originsAreIn;
    private int checks;
    private long states;

    private Shrinking(History whole, Model model, Sources sources) {
        this.whole = whole;
        this.model = model;
        this.sources = sources;
    }

    /** The operations of the part; {@code failing} has one key and no linearization. */
    static BitSet shrink(History failing, Model model, Sources sources) {
        return new Shrinking(failing, model, sources).run();
    }

    private BitSet run() {
        BitSet part = lastOperations();
        for (int chunk = part.cardinality() / 2; chunk > 1; chunk /= 2) {
            part = withoutChunks(part, chunk);
        }
        // One operation may become superfluous because another went, so this is repeated.
        part = withoutOneByOne(part);
        part = withOrigins(part);
        originsAreIn = true;
        return withoutOneByOne(part);
    }

    private BitSet withoutOneByOne(BitSet part) {
        BitSet kept = part;
        for (int before = 0; before != kept.cardinality(); ) {
            before = kept.cardinality();
            kept = withoutChunks(kept, 1);
        }
        return kept;
    }

    /** Few of the last operations suffice most of the time, however long the history is. */
    private BitSet lastOperations() {
        int size = whole.operations().size();
        for (int window = FIRST_WINDOW; window < size; window *= 4) {
            var part = new BitSet();
            int from = whole.eventCount() - 2 * window;
            for (int i = 0; i < size; i++) {
                part.set(i, sources.end(i) >= from);
            }
            if (fails(part)) {
                return part;
            }
        }
        var all = new BitSet();
        all.set(0, size);
        return all;
    }

    private BitSet withoutChunks(BitSet part, int chunk) {
        BitSet kept = part;
        int from = kept.nextSetBit(0);
        while (from >= 0 && checks < CHECKS_MAX && !sources.isExhausted()) {
            var smaller = (BitSet) kept.clone();
            int next = from;
            for (int i = 0; i < chunk && next >= 0; i++) {
                smaller.clear(next);
                next = kept.nextSetBit(next + 1);
            }
            if (fails(smaller)) {
                kept = smaller;
            }
            from = next < 0 ? -1 : kept.nextSetBit(next);
        }
        return kept;
    }

    /**
     * A value that was replaced before it was seen again: the reader wants to see its last write.
     */
    private BitSet withOrigins(BitSet part) {
        BitSet kept = part;
        for (int look = part.nextSetBit(0); look >= 0; look = part.nextSetBit(look + 1)) {
            for (Sources.Look found : sources.looksOf(look)) {
                if (!sources.isExhausted()) {
                    BitSet more = withOrigin(kept, look, found);
                    kept = fails(more) ? more : kept;
                }
            }
        }
        return kept;
    }

    private BitSet withOrigin(BitSet part, int look, Sources.Look found) {
        var more = (BitSet) part.clone();
        int last = -1;
        for (int write : sources.of(look, found)) {
            if (part.get(write)) {
                return more;
            }
            last = last < 0 || sources.end(write) > sources.end(last) ? write : last;
        }
        if (last >= 0) {
            more.set(last);
        }
        return more;
    }

    private boolean lacksOrigin(BitSet part, BitSet blinded) {
        for (int look = part.nextSetBit(0); look >= 0; look = part.nextSetBit(look + 1)) {
            for (Sources.Look found : sources.looksOf(look)) {
                int[] origins = sources.of(look, found);
                if (!blinded.get(look)
                        && origins.length > 0
                        && Arrays.stream(origins).noneMatch(part::get)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Makes the part fair first. */
    private boolean fails(BitSet part) {
        if (states > STATES_MAX || sources.isExhausted()) {
            return false;
        }
        BitSet blinded = sources.makeFair(part);
        if (sources.isExhausted()) {
            return false;
        }
        if (originsAreIn && lacksOrigin(part, blinded)) {
            return false;
        }
        checks++;
        states += part.cardinality();
        History candidate = sources.history(part, blinded);
        return switch (Checker.search(candidate, model, Budget.states(STATES_OF_A_CHECK_MAX))) {
            case SearchResult.Found found -> {
                states += found.states();
                yield false;
            }
            case SearchResult.GaveUp _ -> {
                states += STATES_OF_A_CHECK_MAX;
                yield false;
            }
            case SearchResult.Stuck stuck -> {
                states += stuck.states();
                yield true;
            }
        };
    }
}
