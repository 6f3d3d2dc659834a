package io.clew.engine.kv;

import io.clew.engine.Invariant;
import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;

import org.jspecify.annotations.Nullable;

/**
 * What the committed entries of a group have made of its map and of its keyed writes: every member
 * applies the same entries, each once and in the order of the log, and gets the same state (Raft
 * §2).
 */
public final class StateMachine {
    private final KvStore store;
    private final AppliedKeys keys;
    private Sharding sharding;
    private long applied;

    public StateMachine() {
        this(new KvStore(), new AppliedKeys(KeysView.EMPTY), Sharding.NONE, 0);
    }

    private StateMachine(KvStore store, AppliedKeys keys, Sharding sharding, long applied) {
        this.store = store;
        this.keys = keys;
        this.sharding = sharding;
        this.applied = applied;
    }

    /** Starts from a snapshot's content, which contains the entries up to an index. */
    public static StateMachine of(
            KvView data, KeysView keys, Sharding sharding, long appliedIndex) {
        return new StateMachine(KvStore.of(data), new AppliedKeys(keys), sharding, appliedIndex);
    }

    /** Takes in the next entry: applies it if it is a command; see {@link #apply}. */
    public @Nullable KeyedOutcome take(Entry entry) {
        if (entry.kind() == Entry.Kind.COMMAND) {
            return apply(entry);
        }
        skip(entry.index());
        return null;
    }

    /**
     * Applies the next entry, a command; the key's revision becomes the entry's index.
     *
     * @return what a keyed write has come to; null for any other command, which is always done
     */
    public @Nullable KeyedOutcome apply(Entry entry) {
        long index = entry.index();
        Invariant.check(entry.kind() == Entry.Kind.COMMAND, "commands are applied", index, applied);
        follows(index);
        KeyedOutcome outcome = null;
        switch (CommandCodec.decode(entry.payload())) {
            case Command.Write write -> apply(write, index);
            case Command.Keyed keyed -> outcome = apply(keyed, index);
            case Command.ClearShard(long number) -> {
                if (sharding.mayClear(number)) {
                    store.clear();
                    sharding = sharding.cleared(number);
                }
            }
            case Command.Place(var change) -> sharding = sharding.placed(change);
        }
        // Last, so that the index never promises what is not there yet.
        applied = index;
        return outcome;
    }

    private KeyedOutcome apply(Command.Keyed keyed, long index) {
        keys.advance(keyed.timeMillis(), keyed.limits());
        KeyedOutcome known = keys.judge(keyed.issued(), keyed.unique(), keyed.write());
        if (known != null) {
            return known;
        }
        if (keyed.issued() >= index) {
            return new KeyedOutcome.Refused(KeyFault.NOT_ISSUED);
        }
        apply(keyed.write(), index);
        keys.add(keyed, index);
        return new KeyedOutcome.Done(index, false);
    }

    private void apply(Command.Write write, long index) {
        switch (write) {
            case Command.Put(Bytes key, Bytes value) -> store.put(key, value, index);
            case Command.Delete(Bytes key) -> store.delete(key);
            case Command.Clear() -> store.clear();
        }
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

    /** The keyed writes that were applied; to be read only. */
    public AppliedKeys keys() {
        return keys;
    }

    /** Which nodes carry which shard; null where that is not known, or not decided here. */
    public @Nullable Placement placement() {
        return sharding.placement();
    }

    public Sharding sharding() {
        return sharding;
    }

    public int size() {
        return store.size();
    }

    /** The bytes of all keys and values together, and what the keyed writes take. */
    public long sizeBytes() {
        return store.sizeBytes() + keys.sizeBytes();
    }

    /**
     * A number that two replicas share if they have the same state, and next to never if they do
     * not.
     */
    public long hash() {
        return store.hash() + keys.hash() + sharding.hash();
    }

    /** The last entry that this state contains. */
    public long appliedIndex() {
        return applied;
    }

    private void follows(long index) {
        Invariant.check(index == applied + 1, "entries apply in order", index, applied);
    }
}
