package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which values a key may have had after each event, as far as the history up to there tells.
 *
 * <p>This follows all possibilities at once, without any of the search's shortcuts, because people
 * ask about values that the search need not look at. So it is slow where much is open, and then
 * stops.
 */
public final class PossibleValues {
    /** What the key may hold, and which operations took effect already; those over all did. */
    private record Possibility(@Nullable String value, BitSet done) {}

    private final History history;
    private final Model model;
    private final BitSet open = new BitSet();
    private final List<Set<@Nullable String>> found = new ArrayList<>();

    private PossibleValues(History history, Model model) {
        this.history = history;
        this.model = model;
    }

    /**
     * The possible values before all events and after each, until none is possible, or until {@code
     * limit} possibilities were followed; {@code history} is about one key. Of transactions nothing
     * is told.
     */
    public static List<Set<@Nullable String>> of(History history, Model model, int limit) {
        var values = new PossibleValues(history, model);
        if (history.operations().stream().noneMatch(each -> each.call() instanceof Call.Txn)) {
            values.follow(limit);
        }
        return values.found;
    }

    private void follow(int limit) {
        Set<Possibility> now = new LinkedHashSet<>();
        now.add(new Possibility(model.initial(), new BitSet()));
        note(now);
        int left = limit;
        for (int i = 0; i < history.eventCount() && !now.isEmpty(); i++) {
            int index = history.indexAt(i);
            Operation operation = history.operations().get(index);
            if (history.isInvocation(i)) {
                if (!(operation.outcome() instanceof Outcome.Fail) || model.observes(operation)) {
                    open.set(index);
                    now = closure(now, left);
                }
            } else if (model.hasPlace(operation)) {
                open.clear(index);
                now.removeIf(each -> !each.done.get(index));
            }
            left -= now.size();
            if (left <= 0) {
                return;
            }
            note(now);
        }
    }

    private void note(Set<Possibility> now) {
        Set<@Nullable String> values =
                new TreeSet<>(Comparator.nullsFirst(Comparator.<String>naturalOrder()));
        now.forEach(each -> values.add(each.value));
        found.add(values);
    }

    /** With all that open operations may make of it. */
    private Set<Possibility> closure(Set<Possibility> now, int limit) {
        Set<Possibility> all = new LinkedHashSet<>(now);
        Deque<Possibility> fresh = new ArrayDeque<>(now);
        while (!fresh.isEmpty() && all.size() <= limit) {
            Possibility each = fresh.remove();
            for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
                Operation operation = history.operations().get(i);
                if (!each.done.get(i) && CertificateVerifier.isPossible(operation, each.value)) {
                    var done = (BitSet) each.done.clone();
                    done.set(i);
                    var next =
                            new Possibility(CertificateVerifier.after(operation, each.value), done);
                    if (all.add(next)) {
                        fresh.add(next);
                    }
                }
            }
        }
        return all;
    }
}
