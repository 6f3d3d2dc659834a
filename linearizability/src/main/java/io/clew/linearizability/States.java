package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of one key as numbers, and until when somebody may look at each.
 *
 * <p>A read or a compare-and-set looks at one value. A value that nobody looks at any more, neither
 * itself nor, where there are appends, what it may grow to, is as good as any other such value: all
 * of them are the one state {@link #UNSEEN}, which only an overwrite ends.
 *
 * <p>Numbers are given in the order of first use, so they are the same in every run.
 */
final class States {
    /** The state of an absent key. */
    static final int ABSENT = 0;

    static final int UNSEEN = 1;

    /** What a look at {@code UNSEEN} or at a value that is never looked at is said to be. */
    private static final int NEVER = -1;

    private static final int NOT_KNOWN_YET = -2;

    private final List<String> values = new ArrayList<>(List.of("", ""));
    private final Map<String, Integer> numberOfValue = new HashMap<>();
    private final TreeMap<String, Integer> lastLookAtValue = new TreeMap<>();
    private int lastLookAtAbsent = NEVER;
    private int lastLookAtAll = NEVER;
    private boolean grows;
    private int[] lastLook = new int[0];

    int of(@Nullable String value) {
        if (value == null) {
            return ABSENT;
        }
        Integer known = numberOfValue.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    /** Notes that an operation that returns at {@code atReturn} looks at the state. */
    void lookedAt(int state, int atReturn) {
        if (state == ABSENT) {
            lastLookAtAbsent = Math.max(lastLookAtAbsent, atReturn);
        } else {
            lastLookAtValue.merge(values.get(state), atReturn, Math::max);
        }
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

    /**
     * Whether somebody may look at the state, or at what grows from it, at this return or later.
     */
    boolean isSeen(int state, int atReturn) {
        if (state >= lastLook.length) {
            int known = lastLook.length;
            lastLook = Arrays.copyOf(lastLook, Math.max(2 * known, values.size()));
            Arrays.fill(lastLook, known, lastLook.length, NOT_KNOWN_YET);
        }
        if (lastLook[state] == NOT_KNOWN_YET) {
            lastLook[state] = lastLook(state);
        }
        return lastLook[state] >= atReturn;
    }

    /** The last return at which somebody may look at the state; to be asked when all are noted. */
    int lastLook(int state) {
        return state == UNSEEN ? NEVER : Math.max(lastLookAtAll, lastLookAtItself(state));
    }

    private int lastLookAtItself(int state) {
        if (state == ABSENT) {
            return Math.max(lastLookAtAbsent, grows ? lastLookAtExtensions("") : NEVER);
        }
        return grows
                ? lastLookAtExtensions(values.get(state))
                : lastLookAtValue.getOrDefault(values.get(state), NEVER);
    }

    private int lastLookAtExtensions(String beginning) {
        int last = NEVER;
        for (Map.Entry<String, Integer> look : lastLookAtValue.tailMap(beginning).entrySet()) {
            if (!look.getKey().startsWith(beginning)) {
                break;
            }
            last = Math.max(last, look.getValue());
        }
        return last;
    }

    /** The state after an append; what nobody ever looks at gets no number. */
    int append(int state, int added) {
        if (state == UNSEEN) {
            return UNSEEN;
        }
        String value = values.get(state) + values.get(added);
        boolean seen = lastLookAtAll != NEVER || lastLookAtExtensions(value) != NEVER;
        return seen ? of(value) : UNSEEN;
    }
}
