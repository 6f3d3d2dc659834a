package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

/** Marks of snapshots: saved, sent, and installed. */
final class SnapshotMarks implements Observer {
    private static final int PIECES = 3;
    private static final int BEHIND = 10;

    private final World world;
    private final Marks marks;
    private final int shard;

    /** Whether each process has led. */
    private final boolean[] led;

    private final int[] pieces;

    SnapshotMarks(World world, Marks marks, int shard) {
        this.world = world;
        this.marks = marks;
        this.shard = shard;
        led = new boolean[world.nodes().size()];
        pieces = new int[world.nodes().size()];
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        led[node.number()] = false;
        pieces[node.number()] = 0;
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        GroupStep step = world.groupStep(machine, effects, shard);
        if (step == null) {
            return;
        }
        int node = machine.number();
        Raft raft = step.raft();
        for (Note note : step.notes()) {
            if (note instanceof Note.SnapshotInstalled) {
                marks.hit(Mark.INSTALLS);
                marks.hit(Mark.INSTALLS_AS_CANDIDATE, raft.leader() == null);
                marks.hit(Mark.INSTALLS_AFTER_LEADING, led[node]);
                marks.hit(
                        Mark.INSTALLS_OVER_ITS_LOG,
                        keepsItsLog(step) && raft.log().lastIndex() > raft.snapshotLast().index());
            }
        }
        led[node] |= raft.leads();
    }

    /** Not where the log begins anew, and perhaps has grown again within the same step. */
    private static boolean keepsItsLog(GroupStep step) {
        LogWrite write = step.write();
        LogWrite.SnapshotMark mark = write == null ? null : write.mark();
        return mark != null && !mark.reset();
    }

    @Override
    public void worked(SimNode machine, SnapshotTask task, Event done) {
        SimProcess process = machine.process();
        Raft raft = process == null ? null : process.raft(shard);
        if (raft == null || Shards.of(task) != shard) {
            return;
        }
        switch (done) {
            case Event.SnapshotSaved saved -> {
                long to = saved.snapshot().last().index();
                marks.hit(Mark.SNAPSHOT_OVERTAKEN, to < raft.snapshotLast().index());
                marks.hit(Mark.SAVES_WHILE_BEHIND, to + BEHIND < committedAnywhere());
            }
            case Event.ChunkReceived _ -> piece(machine.number(), task);
            default -> {}
        }
    }

    private void piece(int node, SnapshotTask task) {
        boolean first = task instanceof SnapshotTask.Receive receive && receive.offset() == 0;
        pieces[node] = first ? 1 : pieces[node] + 1;
        marks.hit(Mark.SNAPSHOT_IN_PIECES, pieces[node] == PIECES);
    }

    private long committedAnywhere() {
        long most = 0;
        for (SimNode node : world.nodes()) {
            SimProcess process = node.process();
            Raft raft = process == null ? null : process.raft(shard);
            most = raft == null ? most : Math.max(most, raft.commit());
        }
        return most;
    }
}
