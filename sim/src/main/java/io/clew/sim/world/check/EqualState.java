package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.KvView;
import io.clew.engine.raft.Entry;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.wire.CommandCodec;
import io.clew.sim.world.Trace;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Whoever has applied the same entries has the state that a plain map makes of them. */
final class EqualState extends EqualWhenApplied<KvView> {
    private final CommittedLog committed;
    private final TreeMap<Bytes, Long> model = new TreeMap<>();

    /** The model's digest after each index, beginning with 0. */
    private final List<Long> digests = new ArrayList<>(List.of(0L));

    private long digest;

    EqualState(CommittedLog committed, int nodes) {
        super("equal state at equal applied index", nodes);
        this.committed = committed;
    }

    @Override
    KvView inForce(Step step) {
        return step.node().replica(0).state().view();
    }

    @Override
    KvView saved(SnapshotState snapshot) {
        return snapshot.data();
    }

    @Override
    void compare(Step step, long applied, KvView state) {
        while (digests.size() <= applied && digests.size() <= committed.lastIndex()) {
            apply(committed.at(digests.size()));
            digests.add(digest);
        }
        long actual = 0;
        for (KvView.Item item : state) {
            actual += digest(item.key(), item.value(), item.revision());
        }
        long found = actual;
        require(
                applied < digests.size() && digests.get((int) applied) == found,
                () -> step.machine() + " has another state after entry " + applied);
    }

    private void apply(Entry entry) {
        if (entry.kind() != Entry.Kind.COMMAND) {
            return;
        }
        switch (CommandCodec.decode(entry.payload())) {
            case Command.Put(Bytes key, Bytes value) -> {
                remove(key);
                long item = digest(key, value, entry.index());
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
