package io.clew.engine.kv;

import io.clew.engine.Invariant;
import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;

import org.jspecify.annotations.Nullable;

/**
 * What the committed entries of a group have made of its map: every member applies the same
 * entries, each once and in the order of the log, and gets the same state (Raft §2).
 */
public final class StateMachine {
    private final KvStore store;
    private long applied;

    public StateMachine() {
        this(new KvStore(), 0);
    }

    private StateMachine(KvStore store, long applied) {
        this.store = store;
        this.applied = applied;
    }

    /** Starts from a snapshot's data, which contains the entries up to an index. */
    public static StateMachine of(KvView data, long appliedIndex) {
        return new StateMachine(KvStore.of(data), appliedIndex);
    }

    /** Applies the next entry, a command; the key's revision becomes the entry's index. */
    public void apply(Entry entry) {
        long index = entry.index();
        Invariant.check(entry.kind() == Entry.Kind.COMMAND, "commands are applied", index, applied);
        follows(index);
        switch (CommandCodec.decode(entry.payload())) {
            case Command.Put(Bytes key, Bytes value) -> store.put(key, value, index);
            case Command.Delete(Bytes key) -> store.delete(key);
            case Command.Clear() -> store.clear();
        }
        // Last, so that the index never promises what is not there yet.
        applied = index;
    }

    /** Passes the next entry, which means nothing to the map. */
    public void skip(long index) {
        follows(index);
        applied = index;
    }

    public KvView.@Nullable Item get(Bytes key) {
        return store.get(key);
    }

    public KvView view() {
        return store.view();
    }

    public int size() {
        return store.size();
    }

    /** The bytes of all keys and values together. */
    public long sizeBytes() {
        return store.sizeBytes();
    }

    /**
     * A number that two replicas share if they have the same state, and next to never if they do
     * not.
     */
    public long hash() {
        return store.hash();
    }

    /** The last entry that this state contains. */
    public long appliedIndex() {
        return applied;
    }

    private void follows(long index) {
        Invariant.check(index == applied + 1, "entries apply in order", index, applied);
    }
}
