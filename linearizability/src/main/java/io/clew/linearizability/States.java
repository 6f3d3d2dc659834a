package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of one key as numbers, and until when somebody may look at each.
 *
 * <p>A read or a compare-and-set looks at one value. A value that nobody looks at any more, neither
 * itself nor, where there are appends, what it may grow to, is as good as any other such value: all
 * of them are the one state {@link #UNSEEN}, which only an overwrite ends.
 *
 * <p>The numbers are those of the history's {@link Columns}; what else comes up follows in the
 * order of first use, so they are the same in every run.
 */
final class States {
    /** The state of an absent key. */
    static final int ABSENT = Columns.ABSENT;

    static final int UNSEEN = 1;

    /** What a look at {@code UNSEEN} or at a value that is never looked at is said to be. */
    private static final int NEVER = -1;

    private static final int NOT_KNOWN_YET = -2;

    /** About what it takes to remember a value, besides its characters. */
    private static final int BYTES_OF_A_VALUE = 150;

    private final Names values;

    /** Values that stand nowhere in the history: the initial one, and what appends lead to. */
    private final List<String> moreValues = new ArrayList<>();

    private final Map<String, Integer> numberOfMore = new HashMap<>();
    private long bytesOfMore;

    /** For each value of the history, the last return of an operation that looks at just it. */
    private final int[] lastLookAtItself;

    private int lastLookAtAll = NEVER;
    private boolean grows;
    private @Nullable Extensions extensions;
    private int[] lastLook;

    States(Names values) {
        this.values = values;
        lastLookAtItself = new int[Columns.FIRST_VALUE + values.size()];
        Arrays.fill(lastLookAtItself, NEVER);
        lastLook = lastLookAtItself;
    }

    int of(@Nullable String value) {
        if (value == null) {
            return ABSENT;
        }
        int known = values.find(value);
        if (known != Names.NONE) {
            return Columns.FIRST_VALUE + known;
        }
        Integer more = numberOfMore.putIfAbsent(value, count());
        if (more != null) {
            return more;
        }
        moreValues.add(value);
        bytesOfMore += BYTES_OF_A_VALUE + value.length();
        return count() - 1;
    }

    /** How many numbers are in use. */
    int count() {
        return lastLookAtItself.length + moreValues.size();
    }

    /** About how much memory the values take that stand nowhere in the history. */
    long bytes() {
        return bytesOfMore;
    }

    private String value(int state) {
        if (state == ABSENT) {
            return "";
        }
        return state < lastLookAtItself.length
                ? values.at(state - Columns.FIRST_VALUE)
                : moreValues.get(state - lastLookAtItself.length);
    }

    /** Notes that an operation that returns at {@code atReturn} looks at a value of the history. */
    void lookedAt(int state, int atReturn) {
        lastLookAtItself[state] = Math.max(lastLookAtItself[state], atReturn);
    }

    /** Notes that an operation that returns at {@code atReturn} tells any two states apart. */
    void allLookedAt(int atReturn) {
        lastLookAtAll = Math.max(lastLookAtAll, atReturn);
    }

    /** Notes that there are appends, so that a look at a value is one at its beginnings, too. */
    void mayGrow() {
        grows = true;
    }

    boolean grows() {
        return grows;
    }

    /** To be called when all looks are noted, before the first question about them. */
    void allNoted() {
        if (grows) {
            extensions = new Extensions(values, lastLookAtItself);
        }
        if (grows || lastLookAtAll != NEVER) {
            lastLook = new int[count()];
            Arrays.fill(lastLook, NOT_KNOWN_YET);
        }
    }

    /**
     * Whether somebody may look at the state, or at what grows from it, at this return or later.
     */
    boolean isSeen(int state, int atReturn) {
        return lastLook(state) >= atReturn;
    }

    /** The last return at which somebody may look at the state. */
    int lastLook(int state) {
        if (state >= lastLook.length) {
            int known = lastLook.length;
            lastLook = Arrays.copyOf(lastLook, Math.max(2 * known, count()));
            Arrays.fill(lastLook, known, lastLook.length, NOT_KNOWN_YET);
        }
        if (lastLook[state] == NOT_KNOWN_YET) {
            lastLook[state] = findLastLook(state);
        }
        return lastLook[state];
    }

    private int findLastLook(int state) {
        if (state == UNSEEN) {
            return NEVER;
        }
        int own = state < lastLookAtItself.length ? lastLookAtItself[state] : NEVER;
        int last = Math.max(lastLookAtAll, own);
        return extensions == null ? last : Math.max(last, extensions.lastLook(value(state)));
    }

    /** The state after an append; what nobody ever looks at gets no number. */
    int append(int state, int added) {
        if (state == UNSEEN || extensions == null) {
            return UNSEEN;
        }
        String value = value(state) + value(added);
        boolean seen = lastLookAtAll != NEVER || extensions.lastLook(value) != NEVER;
        return seen ? of(value) : UNSEEN;
    }
}
