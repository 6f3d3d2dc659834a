package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;
import io.clew.engine.wire.CommandCodec;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The entries that some node has called committed: from then on there is only one truth. */
final class CommittedLog {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Long> terms = new ArrayList<>();

    /** The configurations among them, by their index. */
    private final TreeMap<Long, Membership> configurations = new TreeMap<>();

    /** The size of the log up to each index, beginning with 0. */
    private final List<Long> bytes = new ArrayList<>(List.of(0L));

    private final List<Command.@Nullable Write> effects = new ArrayList<>();

    /** The last order to clear all shards that was obeyed. */
    private long lastClear;

    private final KeyModel keys = new KeyModel();

    /** Of the keyed writes that are remembered after each index, beginning with 0. */
    private final List<Long> keyDigests = new ArrayList<>(List.of(0L));

    private final List<Long> keyBytes = new ArrayList<>(List.of(0L));
    private final List<Long> keyFloors = new ArrayList<>(List.of(0L));

    long lastIndex() {
        return entries.size();
    }

    Entry at(long index) {
        return entries.get((int) (index - 1));
    }

    /** The write that the entry at an index makes; null if it makes none. */
    Command.@Nullable Write effect(long index) {
        return effects.get((int) (index - 1));
    }

    /** See {@link KeyModel#digest()}. */
    long keyDigest(long index) {
        return keyDigests.get((int) index);
    }

    /** What the keyed writes that are remembered after the entry at an index take. */
    long keyBytes(long index) {
        return keyBytes.get((int) index);
    }

    /** Below which keys are refused after the entry at an index. */
    long keyFloor(long index) {
        return keyFloors.get((int) index);
    }

    /** The term of the node that was first to call the entry at an index committed. */
    long committedIn(long index) {
        return terms.get((int) (index - 1));
    }

    void add(Entry entry, long term) {
        if (entry.index() != lastIndex() + 1) {
            throw new IllegalArgumentException("entry " + entry.index() + " after " + lastIndex());
        }
        entries.add(entry);
        terms.add(term);
        bytes.add(bytes.getLast() + entry.sizeBytes());
        if (entry.kind() == Entry.Kind.MEMBERSHIP) {
            configurations.put(entry.index(), Membership.decode(entry.payload()));
        }
        effects.add(entry.kind() == Entry.Kind.COMMAND ? effect(entry) : null);
        keyDigests.add(keys.digest());
        keyBytes.add(keys.bytes());
        keyFloors.add(keys.floor());
    }

    /** Takes over what a replica has committed in the step in which it went. */
    void until(long index, ShadowLog log) {
        while (lastIndex() < index) {
            Entry entry = log.at(lastIndex() + 1);
            if (entry == null) {
                throw new Violation(
                        "an answer is about entries that there are",
                        "it tells of " + index + ", this log is " + log);
            }
            add(entry, log.hard().term());
        }
    }

    /** The write that the entry makes, null if it makes none. */
    private Command.@Nullable Write effect(Entry entry) {
        return switch (CommandCodec.decode(entry.payload())) {
            case Command.Write write -> write;
            case Command.Keyed keyed -> keys.apply(keyed, entry.index()) ? keyed.write() : null;
            case Command.ClearShard(long number) -> {
                boolean news = number > lastClear;
                lastClear = Math.max(lastClear, number);
                yield news ? new Command.Clear() : null;
            }
            case Command.Place _ -> null;
        };
    }

    /** The configuration in force after everything up to an index, null before the first. */
    @Nullable Membership configurationAt(long index) {
        Map.Entry<Long, Membership> entry = configurations.floorEntry(index);
        return entry == null ? null : entry.getValue();
    }

    /** The index of the newest configuration, 0 if there is none. */
    long configuredAt() {
        return configurations.isEmpty() ? 0 : configurations.lastKey();
    }

    /** How many bytes the log has between two indexes, the first one not included. */
    long bytesBetween(long from, long to) {
        return bytes.get((int) to) - bytes.get((int) from);
    }
}
