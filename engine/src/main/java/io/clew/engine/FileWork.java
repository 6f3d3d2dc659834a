package io.clew.engine;

import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.RaftOutbox;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.SnapshotState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Orders the work on one shard's files: snapshots of the state when they are due, pieces of them
 * for others and from others, and the reading back of what is stored.
 */
final class FileWork {
    /**
     * What is written once more is one record, which is made in memory: or it could be lost in part
     * and cut off the rest. So much the leader would not take in without a commit, but a restart
     * may find more.
     */
    private static final long STUCK_BYTES_MAX = 64 << 20;

    /** So much is read back each longest election timeout: about a megabyte a second. */
    private static final long SCRUB_BYTES = 1 << 20;

    private final int shard;
    private final EngineConfig config;
    private final Raft raft;
    private final List<SnapshotTask> tasks;

    private final LogBudget.Share log;
    private boolean saving;

    /** A snapshot is due because what is on disk is damaged. */
    private boolean saveAnyway;

    private boolean scrubbing;

    /** A piece of a snapshot is being stored. */
    private boolean receiving;

    private long scrubAt = Long.MIN_VALUE;

    FileWork(int shard, Surroundings around, Raft raft) {
        this.shard = shard;
        this.config = around.config();
        this.raft = raft;
        this.tasks = around.tasks();
        this.log = around.logs().share();
    }

    boolean saving() {
        return saving;
    }

    void applied(Entry entry) {
        log.applied(entry.sizeBytes());
    }

    /** A snapshot of the leader's has taken the place of the state. */
    void covered() {
        log.saved();
    }

    /** The replica was taken away. */
    void gone() {
        log.end();
    }

    void snapshotSaved(long now, Event.SnapshotSaved saved) {
        saving = false;
        raft.snapshotSaved(now, saved.snapshot(), log.part(config.retainedLogBytes()));
    }

    void received() {
        receiving = false;
    }

    /** Some of what is stored was read back. */
    void scrubbed(long now, @Nullable String damage) {
        scrubbing = false;
        scrubAt = now + config.electionMaxNanos();
        if (damage != null) {
            raft.outbox().notes.add(new Note.DamageFound(damage));
        }
    }

    /** A piece of a snapshot was read; no other shard needs that file if it is damaged. */
    void loaded(Event.ChunkLoaded chunk) {
        if (chunk.damage() != null) {
            raft.outbox().notes.add(new Note.DamageFound(chunk.damage()));
            damaged();
        }
        raft.chunkLoaded(chunk.to(), chunk.snapshot(), chunk.offset(), chunk.chunk());
    }

    /** Something that is stored is damaged: what is in memory is whole, and is saved anew. */
    void damaged() {
        saveAnyway = true;
    }

    /** The end of a step; it needs no deadline of its own, since heartbeats keep every node up. */
    void flush(long now, StateMachine state) {
        saveIfDue(state);
        moveUpIfStuck(state.appliedIndex());
        scrubIfDue(now);
        orderChunks(raft.outbox());
    }

    private void saveIfDue(StateMachine state) {
        boolean mustSave =
                (saveAnyway && state.appliedIndex() > 0)
                        || (raft.mustRememberDeparture()
                                && state.appliedIndex() >= raft.membershipIndex());
        if (saving || !(mustSave || log.due(state.sizeBytes()))) {
            return;
        }
        saving = true;
        saveAnyway = false;
        log.saved();
        long applied = state.appliedIndex();
        var last = new LogId(raft.log().term(applied), applied);
        var now =
                new SnapshotState(
                        last,
                        raft.configuredAt(applied),
                        state.view(),
                        state.keys().view(),
                        state.sharding());
        tasks.add(new SnapshotTask.Save(shard, now, needed()));
    }

    /** What followers fetch, or begin to fetch while the next one is being made. */
    private List<SnapshotId> needed() {
        var needed = new ArrayList<SnapshotId>(raft.snapshotsBeingSent());
        SnapshotId newest = raft.snapshot();
        if (newest != null) {
            needed.add(newest);
        }
        return needed;
    }

    private void moveUpIfStuck(long applied) {
        long first = applied + 1;
        long last = raft.log().lastIndex();
        boolean waits =
                raft.commit() == applied
                        && first <= last
                        && raft.log().bytesBetween(first, last) <= STUCK_BYTES_MAX;
        if (log.stuck(waits ? first : 0)) {
            raft.log().writeAgainFrom(first);
        }
    }

    private void scrubIfDue(long now) {
        if (scrubAt == Long.MIN_VALUE) {
            scrubAt = now + config.electionMaxNanos(); // A start has just read everything.
        }
        // One shard orders the reading back of all that is in the folder.
        if (shard == 0 && !scrubbing && now >= scrubAt) {
            scrubbing = true;
            tasks.add(new SnapshotTask.Scrub(shard, SCRUB_BYTES));
        }
    }

    private void orderChunks(RaftOutbox outbox) {
        outbox.chunksWanted.forEach(
                c ->
                        tasks.add(
                                new SnapshotTask.Load(
                                        shard,
                                        c.to(),
                                        c.snapshot(),
                                        c.offset(),
                                        config.chunkBytes())));
        outbox.chunksWanted.clear();
        for (RaftOutbox.ChunkArrived c : outbox.chunksArrived) {
            // Storing the last one takes long. What is lost by this comes again.
            if (!receiving) {
                receiving = true;
                tasks.add(
                        new SnapshotTask.Receive(
                                shard, c.from(), c.snapshot(), c.offset(), c.chunk(), needed()));
            }
        }
        outbox.chunksArrived.clear();
    }
}
