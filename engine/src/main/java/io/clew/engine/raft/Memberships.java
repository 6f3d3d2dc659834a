package io.clew.engine.raft;

import io.clew.engine.Invariant;

import java.util.ArrayList;

/**
 * The configurations along the log. The latest appended one is in force, committed or not; a
 * truncation brings the one before it back (Raft §6).
 */
final class Memberships {
    /** Ascending by index; the first is the one in force at the start of the retained log. */
    private final ArrayList<Configured> history = new ArrayList<>();

    Memberships(Configured first) {
        history.add(first);
    }

    Membership latest() {
        return history.getLast().membership();
    }

    /** The configuration that comes back if the latest is truncated. */
    Membership previous() {
        return history.get(Math.max(0, history.size() - 2)).membership();
    }

    boolean everContained(NodeId id) {
        return history.stream().anyMatch(a -> a.membership().contains(id));
    }

    /** See {@link Configured#index}, of the latest configuration. */
    long latestIndex() {
        return history.getLast().index();
    }

    /** The configuration in force once everything up to this index is applied. */
    Configured at(long index) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).index() <= index) {
                return history.get(i);
            }
        }
        return history.getFirst();
    }

    void append(long index, Membership membership) {
        Invariant.check(index > latestIndex(), "rising configurations", index, latestIndex());
        history.add(new Configured(index, membership));
    }

    /** Changes what is known about a configuration that is in no log: who owns which address. */
    void rebindInitial(Membership membership) {
        Invariant.check(latestIndex() == 0, "only before the first entry", latestIndex(), 0);
        history.set(0, new Configured(0, membership));
    }

    void truncateFrom(long index) {
        while (history.size() > 1 && history.getLast().index() >= index) {
            history.removeLast();
        }
    }

    void compactTo(long index) {
        while (history.size() > 1 && history.get(1).index() <= index) {
            history.removeFirst();
        }
    }

    /**
     * A snapshot takes the place of everything up to its index.
     *
     * @param keepLater the log goes on after the snapshot, and with it the configurations in it
     */
    void reset(long index, Configured at, boolean keepLater) {
        Invariant.check(at.index() <= index, "a configuration of before", at.index(), index);
        history.removeIf(a -> !keepLater || a.index() <= index);
        history.addFirst(at);
    }
}
