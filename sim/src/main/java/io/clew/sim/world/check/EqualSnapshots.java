package io.clew.sim.world.check;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.SnapshotId;
import io.clew.sim.world.SimNode;

import java.util.TreeMap;

/** Snapshots that end with the same entry are the same bytes, whoever made them. */
final class EqualSnapshots extends Check {
    private final TreeMap<LogId, SnapshotId> known = new TreeMap<>();

    EqualSnapshots() {
        super("equal snapshots are equal bytes");
    }

    @Override
    void worked(SimNode node, SnapshotTask task, Event done) {
        if (done instanceof Event.SnapshotSaved saved) {
            compare(node, saved.snapshot());
        } else if (done instanceof Event.ChunkReceived received && received.complete() != null) {
            compare(node, received.snapshot());
        }
    }

    private void compare(SimNode node, SnapshotId snapshot) {
        SnapshotId other = known.putIfAbsent(snapshot.last(), snapshot);
        require(
                other == null || other.equals(snapshot),
                () -> node + " has " + snapshot + ", somebody else " + other);
    }
}
