package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one replica twice: as far as it has been handed to the disk of its machine, and as far
 * as it is surely there. After a restart the node must be somewhere between the two, at the end of
 * one of its writes.
 */
final class Shadow {
    private final ShadowLog handed = new ShadowLog();
    private final ShadowLog durable = new ShadowLog();

    /** The logs of replicas that are lost with their disks, or were taken away, as they were. */
    private final ArrayList<Buried> buried = new ArrayList<>();

    /** Whose log it is now. */
    private NodeId owner = NodeId.UNBOUND;

    /** The number of the newest replica of which it is on disk that it was taken away. */
    private int goneUpTo;

    private final ArrayDeque<Batch> unsynced = new ArrayDeque<>();

    private record Buried(NodeId owner, ShadowLog log) {}

    /** A write, and the number of the batch that it is part of. */
    private record Batch(long sequence, LogWrite write) {}

    /** The first entry that the last step has replaced, null if it replaced none. */
    private @Nullable Entry cut;

    /** The entries that the last step has added. */
    private List<Entry> added = List.of();

    /** What the node itself takes for its log. */
    ShadowLog handed() {
        return handed;
    }

    ShadowLog durable() {
        return durable;
    }

    @Nullable Entry cut() {
        return cut;
    }

    List<Entry> added() {
        return added;
    }

    /** Whether an entry was in a log that is lost. */
    boolean buried(LogId id) {
        return buried.stream().anyMatch(b -> has(b.log, id));
    }

    /** Whether an entry is, or was, in the log of a replica that is, or was, on this machine. */
    boolean has(NodeId replica, LogId id) {
        return owner.equals(replica)
                ? has(durable, id)
                : buried.stream().anyMatch(b -> b.owner.equals(replica) && has(b.log, id));
    }

    private static boolean has(ShadowLog log, LogId id) {
        return log.lastIndex() >= id.index() && log.covers(id);
    }

    /** Whether the log is that of a replica. */
    boolean belongsTo(NodeId replica) {
        return owner.equals(replica);
    }

    void stepped(GroupStep step) {
        LogWrite write = step.write();
        cut = null;
        added = List.of();
        if (write != null) {
            // Nothing but what waits for a majority has a reason to be written again.
            boolean again = step.raft().commit() == step.applied();
            int known = again && write.firstIndex() == step.applied() + 1 ? known(write) : 0;
            cut = handed.at(write.firstIndex() + known);
            added = write.entries().subList(known, write.entries().size());
            unsynced.add(new Batch(step.sequence(), write));
            handed.apply(write);
        }
    }

    /** How many of its entries a write only has written once more. */
    private int known(LogWrite write) {
        int known = 0;
        for (Entry entry : write.entries()) {
            Entry before = handed.at(entry.index());
            if (!entry.equals(before)) {
                break;
            }
            known++;
        }
        return known;
    }

    void synced(long sequence) {
        while (!unsynced.isEmpty() && unsynced.getFirst().sequence <= sequence) {
            advance();
        }
    }

    private void advance() {
        LogWrite write = unsynced.removeFirst().write;
        durable.apply(write);
        if (write.hard().gone()) {
            goneUpTo = write.hard().replica();
        }
    }

    /** Whether it is on disk that a replica was taken away. */
    boolean surelyGone(NodeId replica) {
        return replica.replica() <= goneUpTo;
    }

    /** Whether there is a replica, or was when its process ended. */
    boolean owned() {
        return owner.bound();
    }

    /** A replica that has nothing yet comes to a machine that has none. */
    void begun(NodeId replica) {
        owner = replica;
    }

    /**
     * The replica was taken away by a write: until that is durable, a restart may find it still.
     */
    void left(long sequence, LogWrite farewell) {
        bury(handed); // It may yet say what it has on disk by then.
        handed.reset(new ShadowLog());
        unsynced.add(new Batch(sequence, farewell));
    }

    private void bury(ShadowLog log) {
        var last = new ShadowLog();
        last.reset(log);
        buried.add(new Buried(owner, last));
        owner = NodeId.UNBOUND;
    }

    /** The replica is gone: nothing is expected of it any more. */
    void gone() {
        bury(durable);
        durable.reset(new ShadowLog());
        handed.reset(durable);
        unsynced.clear();
    }

    void booted(SimNode node, Recovered.@Nullable Shard found) {
        while (!durable.matches(found)) {
            String what = ShadowLog.words(found);
            check(!unsynced.isEmpty(), node, what);
            advance();
        }
        if (found == null) {
            durable.reset(new ShadowLog());
            owner = owner.replica() == 0 ? owner : NodeId.UNBOUND;
        } else {
            durable.reset(found);
            owner = node.id().replica(found.hard().replica());
        }
        handed.reset(durable);
        unsynced.clear();
    }

    /** Whether nothing waits for a sync. */
    boolean quiet() {
        return unsynced.isEmpty();
    }

    /**
     * Whether something waits for a sync that must become durable in one piece with what it cuts.
     */
    boolean delicate() {
        for (Batch batch : unsynced) {
            LogWrite write = batch.write;
            boolean cuts = write.firstIndex() != 0 && write.firstIndex() <= durable.lastIndex();
            if (cuts || (!write.entries().isEmpty() && !write.hard().equals(durable.hard()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a disk with this on it has all that was synced, and the writes that followed whole.
     */
    boolean mayHold(Recovered.@Nullable Shard recovered) {
        var log = new ShadowLog();
        log.reset(durable);
        boolean found = log.matches(recovered);
        for (Batch batch : unsynced) {
            if (!found) {
                log.apply(batch.write);
                found = log.matches(recovered);
            }
        }
        return found;
    }

    private void check(boolean holds, SimNode node, String found) {
        if (!holds) {
            throw new Violation(
                    "recovery returns what was written",
                    node + " finds " + found + ", but had " + durable + " on disk");
        }
    }
}
