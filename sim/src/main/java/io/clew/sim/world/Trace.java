package io.clew.sim.world;

import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What happened, as a rolling hash over every event and, when somebody listens, as lines of text.
 * Two runs of one seed are the same run exactly if their hashes are. Faults are hashed apart:
 * whether one made a difference shows in the hash over what nodes and clients did.
 */
public final class Trace {
    /** The kinds of events that are hashed. */
    public enum Kind {
        STARTED,
        CRASHED,
        STEPPED,
        SENT,
        DELIVERED,
        SYNCED,
        TASK_DONE,
        ASKED,
        ANSWERED
    }

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final Timeline timeline;
    private final @Nullable Consumer<String> listener;
    private long hash;
    private long faultsHash;
    private long events;

    public Trace(Timeline timeline, @Nullable Consumer<String> listener) {
        this.timeline = timeline;
        this.listener = listener;
    }

    public void event(Kind kind, int node, long detail) {
        events++;
        hash = mix(hash, timeline.now());
        hash = mix(hash, ((long) kind.name().hashCode() << 8) + node);
        hash = mix(hash, detail);
    }

    /** A fault has struck. */
    void fault(String family, String what) {
        events++;
        faultsHash = mix(faultsHash, timeline.now());
        faultsHash = mix(faultsHash, family.hashCode());
        if (listening()) {
            line("*** " + family + " " + what);
        }
    }

    /** Whether somebody wants to read lines; without a listener none should be made. */
    public boolean listening() {
        return listener != null;
    }

    /** A line for the listener; it adds nothing to what is hashed. */
    public void line(String text) {
        if (listener != null) {
            long micros = timeline.now() / 1000;
            String fraction = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
            listener.accept(micros / 1_000_000 + "." + fraction + "  " + text);
        }
    }

    public static long hash(Bytes bytes) {
        return Arrays.hashCode(bytes.array());
    }

    /** Over everything. */
    public long hash() {
        return mix(hash, faultsHash);
    }

    /** Over what happened to nodes and clients, but not over the faults. */
    public long effectsHash() {
        return hash;
    }

    public long events() {
        return events;
    }

    private static long mix(long hash, long value) {
        return (Long.rotateLeft(hash, 23) ^ value) * MULTIPLIER;
    }
}
