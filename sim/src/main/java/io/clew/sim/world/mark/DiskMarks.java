package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;

/** Marks of disks: what crashes leave, and how the log's segments come and go. */
final class DiskMarks implements Observer {
    private static final String SEGMENT = "wal-0";
    private static final int MANY = 4;

    private final Marks marks;

    /** Where the log ends that each node has handed to its disk, by shard. */
    private final List<long[]> last = new ArrayList<>();

    /** The newest write that was handed to each disk, and the newest that is synced. */
    private final long[] handed;

    private final long[] synced;
    private final String[] oldest;

    DiskMarks(World world, Marks marks) {
        this.marks = marks;
        int nodes = world.nodes().size();
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            last.add(new long[nodes]);
        }
        handed = new long[nodes];
        synced = new long[nodes];
        oldest = new String[nodes];
        for (int i = 0; i < nodes; i++) {
            oldest[i] = "";
        }
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        int number = node.number();
        boolean unsynced = handed[number] > synced[number];
        handed[number] = 0;
        synced[number] = 0;
        for (Recovered.Shard found : recovered.shards()) {
            SnapshotState snapshot = found.snapshot();
            long end = (snapshot == null ? 0 : snapshot.last().index()) + found.entries().size();
            long ended = last.get(found.shard())[number];
            marks.hit(Mark.CRASH_LOSES_WRITES, unsynced && end < ended);
            marks.hit(Mark.CRASH_KEEPS_WRITES, unsynced && end == ended);
            marks.hit(Mark.RECOVERS_SNAPSHOT_ALONE, snapshot != null && found.entries().isEmpty());
        }
    }

    @Override
    public void diskLost(SimNode node) {
        handed[node.number()] = 0;
        synced[node.number()] = 0;
        oldest[node.number()] = "";
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        SimProcess process = machine.process();
        WriteBatch write = effects.write();
        if (process == null || write == null) {
            return;
        }
        handed[machine.number()] = write.sequence();
        for (int shard = 0; shard < last.size(); shard++) {
            Raft raft = process.raft(shard);
            if (raft != null) {
                last.get(shard)[machine.number()] = raft.log().lastIndex();
            }
        }
    }

    @Override
    public void synced(SimNode machine, long sequence) {
        int node = machine.number();
        synced[node] = sequence;
        int segments = 0;
        String first = "";
        for (String file : machine.disk().list()) {
            if (file.startsWith(SEGMENT)) {
                first = segments++ == 0 ? file : first;
            }
        }
        marks.hit(Mark.MANY_SEGMENTS, segments >= MANY);
        boolean freed = !oldest[node].isEmpty() && !oldest[node].equals(first);
        marks.hit(Mark.RECYCLES_UNDER_LOAD, freed && handed[node] > sequence);
        oldest[node] = first;
    }
}
