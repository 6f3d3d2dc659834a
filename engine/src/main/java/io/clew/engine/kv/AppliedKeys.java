package io.clew.engine.kv;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.function.Predicate;

/**
 * The keyed writes that a shard has applied, as far back as its limits allow: part of the
 * replicated state, so that a repetition is known whoever leads (thesis §6.3).
 *
 * <p>What is forgotten is forgotten in the order in which it was applied, and the index of the last
 * forgotten one is the <em>floor</em>. A key's token is older than the entry that applied it, so a
 * key that was forgotten has a token from below the floor: whatever comes with such a token, and is
 * not known, is refused. A key from the floor or above that is not known was never applied.
 *
 * <p>Time is the log's: it is in the entries, and stands still between them.
 *
 * <p>Invariant: the floor and the time never fall; every key that is kept was applied above the
 * floor.
 */
public final class AppliedKeys {
    /** What one takes beside its name: in the tree, in the queue, and for the objects of both. */
    private static final int RECORD_BYTES = 160;

    /** A key that is kept, by what the tree calls it. */
    private record Kept(Bytes name, long index, long timeMillis) {}

    /** By name: fingerprint and time of the write; the revision is the index of its entry. */
    private final KvStore records;

    /** Those of the tree in the order in which they were applied. */
    private final ArrayDeque<Kept> oldestFirst = new ArrayDeque<>();

    private long floor;
    private long timeMillis;
    private long bytes;

    AppliedKeys(KeysView view) {
        records = KvStore.of(view.records());
        floor = view.floor();
        timeMillis = view.timeMillis();
        var kept = new ArrayList<Kept>();
        for (KvView.Item item : view.records()) {
            var in = new ByteReader(item.value());
            in.u64();
            kept.add(new Kept(item.key(), item.revision(), in.natural()));
        }
        kept.sort(Comparator.comparingLong(Kept::index));
        kept.forEach(this::count);
    }

    /**
     * What is to be said of a write that came before or cannot come; null if it is new.
     *
     * @param issued the index in the key's token
     */
    public @Nullable KeyedOutcome judge(long issued, Bytes unique, Command.Write write) {
        KvView.Item known = records.get(name(issued, unique));
        if (known != null) {
            return new ByteReader(known.value()).u64() == Fingerprint.of(write)
                    ? new KeyedOutcome.Done(known.revision(), true)
                    : new KeyedOutcome.Refused(KeyFault.REUSED);
        }
        return issued < floor ? new KeyedOutcome.Refused(KeyFault.TOO_OLD) : null;
    }

    /** Lets the log's time come to that of an entry, and forgets what is too old then. */
    void advance(long entryMillis, KeyLimits limits) {
        timeMillis = Math.max(timeMillis, entryMillis);
        forgetWhile(oldest -> timeMillis - oldest.timeMillis > limits.ageMaxMillis());
    }

    /** Remembers a write that the entry at an index has applied. */
    void add(Command.Keyed command, long index) {
        Bytes name = name(command.issued(), command.unique());
        var value = new ByteWriter().u64(Fingerprint.of(command.write())).varint(timeMillis);
        records.put(name, value.toBytes(), index);
        count(new Kept(name, index, timeMillis));
        KeyLimits limits = command.limits();
        forgetWhile(_ -> size() > limits.countMax() || bytes > limits.bytesMax());
    }

    private void forgetWhile(Predicate<Kept> superfluous) {
        for (Kept oldest = oldestFirst.peek();
                oldest != null && superfluous.test(oldest);
                oldest = oldestFirst.peek()) {
            oldestFirst.remove();
            records.delete(oldest.name);
            floor = oldest.index;
            bytes -= costBytes(oldest.name);
        }
    }

    private void count(Kept kept) {
        oldestFirst.add(kept);
        bytes += costBytes(kept.name);
    }

    /** What a key is counted as, by what the tree calls it. */
    public static int costBytes(Bytes name) {
        return RECORD_BYTES + name.size();
    }

    public int size() {
        return records.size();
    }

    /** The memory that all keys take together, about. */
    public long sizeBytes() {
        return bytes;
    }

    /** Unknown keys with tokens from below this index are refused. */
    public long floor() {
        return floor;
    }

    /** The log's own time. */
    public long timeMillis() {
        return timeMillis;
    }

    public KeysView view() {
        return new KeysView(records.view(), floor, timeMillis);
    }

    /** A number that two have in common if they are equal, and next to never if they are not. */
    long hash() {
        return ItemHash.mix(ItemHash.mix(records.hash() ^ ItemHash.mix(floor)) ^ timeMillis);
    }

    private static Bytes name(long issued, Bytes unique) {
        var name = new ByteWriter().varint(issued);
        return name.raw(unique.array(), 0, unique.size()).toBytes();
    }
}
