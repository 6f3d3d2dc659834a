package io.clew.sim.world.check;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.Raft;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

/**
 * The file that a follower is fetching is not dropped for a newer one: or a transfer that is slower
 * than new snapshots would begin again for ever.
 */
final class SentSnapshotsStay extends Check {
    SentSnapshotsStay() {
        super("a snapshot that is being sent is there");
    }

    @Override
    void worked(SimNode machine, SnapshotTask task, Event done) {
        SimProcess process = machine.process();
        if (process != null && done instanceof Event.ChunkLoaded loaded) {
            Raft raft = process.raft(loaded.shard());
            require(
                    loaded.chunk() != null
                            || (loaded.damage() != null
                                    && (machine.hasDamagedDisk() || machine.hasFailingDisk()))
                            || raft == null
                            || !raft.snapshotsBeingSent().contains(loaded.snapshot()),
                    () -> machine + " has dropped " + loaded.snapshot());
        }
    }
}
