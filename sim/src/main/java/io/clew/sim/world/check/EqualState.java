package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.KeysView;
import io.clew.engine.kv.KvView;
import io.clew.engine.kv.StateMachine;
import io.clew.engine.storage.SnapshotState;
import io.clew.sim.world.Trace;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Whoever has applied the same entries has the state that a plain map makes of them. */
final class EqualState extends EqualWhenApplied<EqualState.Found> {
    /** All that a node has made of the entries. */
    record Found(KvView data, KeysView keys, boolean inForce) {}

    private final CommittedLog committed;
    private final HashesTellStatesApart hashes;
    private final TreeMap<Bytes, Long> model = new TreeMap<>();

    /** The model's digest after each index, beginning with 0. */
    private final List<Long> digests = new ArrayList<>(List.of(0L));

    private long digest;

    EqualState(CommittedLog committed, HashesTellStatesApart hashes, int nodes) {
        super("equal state at equal applied index", nodes);
        this.committed = committed;
        this.hashes = hashes;
    }

    @Override
    Found inForce(Step step) {
        StateMachine state = step.replica().state();
        return new Found(state.view(), state.keys().view(), true);
    }

    @Override
    Found saved(SnapshotState snapshot) {
        return new Found(snapshot.data(), snapshot.keys(), false);
    }

    @Override
    void compare(Step step, long applied, Found state) {
        while (digests.size() <= applied && digests.size() <= committed.lastIndex()) {
            apply(digests.size(), committed.effect(digests.size()));
            digests.add(digest);
        }
        long actual = 0;
        for (KvView.Item item : state.data) {
            actual += digest(item.key(), item.value(), item.revision());
        }
        long found = actual;
        require(
                applied < digests.size() && digests.get((int) applied) == found,
                () -> text(step, applied, state));
        require(
                KeyModel.digest(state.keys) == committed.keyDigest(applied),
                () ->
                        step.machine()
                                + " remembers other keyed writes than a plain table of the entries"
                                + " up to "
                                + applied);
        if (state.inForce) {
            hashes.look(step, applied, found * 31 + committed.keyDigest(applied));
        }
    }

    private String text(Step step, long applied, Found state) {
        return (state.inForce ? step.machine() + " has" : step.machine() + " puts into a snapshot")
                + " another state than a plain map of the entries up to "
                + applied
                + ": "
                + Difference.of(committed, applied, state.data);
    }

    private void apply(long index, Command.@Nullable Write write) {
        switch (write) {
            case null -> {}
            case Command.Put(Bytes key, Bytes value) -> {
                remove(key);
                long item = digest(key, value, index);
                model.put(key, item);
                digest += item;
            }
            case Command.Delete(Bytes key) -> remove(key);
            case Command.Clear() -> {
                model.clear();
                digest = 0;
            }
        }
    }

    private void remove(Bytes key) {
        Long old = model.remove(key);
        if (old != null) {
            digest -= old;
        }
    }

    private static long digest(Bytes key, Bytes value, long revision) {
        long item = Trace.hash(key) * 31 + Trace.hash(value);
        return (item * 31 + revision) * 0x9e3779b97f4a7c15L;
    }
}
