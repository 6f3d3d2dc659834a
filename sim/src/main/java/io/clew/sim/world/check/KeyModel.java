package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.AppliedKeys;
import io.clew.engine.kv.KeysView;
import io.clew.engine.kv.KvView;
import io.clew.sim.world.Trace;

import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * What the committed entries make of the table of keyed writes, as a plain list says: which of them
 * take effect, and what is remembered.
 */
final class KeyModel {
    private record Kept(long index, long timeMillis) {}

    /** In the order in which they were applied. */
    private final LinkedHashMap<Bytes, Kept> kept = new LinkedHashMap<>();

    private long floor;
    private long timeMillis;

    /** Whether the write of an entry takes effect. */
    boolean apply(Command.Keyed command, long index) {
        KeyLimits limits = command.limits();
        timeMillis = Math.max(timeMillis, command.timeMillis());
        while (!kept.isEmpty() && timeMillis - oldest().timeMillis > limits.ageMaxMillis()) {
            forgetOldest();
        }
        Bytes name = name(command.issued(), command.unique());
        if (kept.containsKey(name) || command.issued() < floor || command.issued() >= index) {
            return false;
        }
        kept.put(name, new Kept(index, timeMillis));
        while (kept.size() > limits.countMax() || bytes() > limits.bytesMax()) {
            forgetOldest();
        }
        return true;
    }

    private Kept oldest() {
        return kept.firstEntry().getValue();
    }

    private void forgetOldest() {
        Iterator<Kept> inOrder = kept.values().iterator();
        floor = inOrder.next().index;
        inOrder.remove();
    }

    /** What all that is remembered is counted as. */
    long bytes() {
        long bytes = 0;
        for (Bytes name : kept.keySet()) {
            bytes += AppliedKeys.costBytes(name);
        }
        return bytes;
    }

    long floor() {
        return floor;
    }

    long digest() {
        long sum = floor * 31 + timeMillis;
        for (var each : kept.entrySet()) {
            sum += digest(each.getKey(), each.getValue());
        }
        return sum;
    }

    /** The same of what an engine has. */
    static long digest(KeysView found) {
        long sum = found.floor() * 31 + found.timeMillis();
        for (KvView.Item item : found.records()) {
            var in = new ByteReader(item.value());
            in.u64();
            sum += digest(item.key(), new Kept(item.revision(), in.natural()));
        }
        return sum;
    }

    private static long digest(Bytes name, Kept kept) {
        long item = Trace.hash(name) * 31 + kept.index;
        return (item * 31 + kept.timeMillis) * 0x9e3779b97f4a7c15L;
    }

    /** One key, one name. */
    static Bytes name(long issued, Bytes unique) {
        var name = new ByteWriter().varint(issued);
        return name.raw(unique.array(), 0, unique.size()).toBytes();
    }
}
