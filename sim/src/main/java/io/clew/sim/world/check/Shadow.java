package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;

/**
 * One node's log twice: as far as it has been handed to the disk, and as far as it is surely there.
 * After a restart the node must be somewhere between the two, at the end of one of its writes.
 */
final class Shadow {
    private final ShadowLog handed = new ShadowLog();
    private final ShadowLog durable = new ShadowLog();

    /** What was on the disks of this machine that are lost, each when it was. */
    private final ArrayList<Buried> buried = new ArrayList<>();

    /** Whose disk it is now. */
    private NodeId owner = NodeId.UNBOUND;

    private final ArrayDeque<WriteBatch> unsynced = new ArrayDeque<>();

    private record Buried(NodeId owner, ShadowLog log) {}

    /** The first entry that the last step has replaced, null if it replaced none. */
    private @Nullable Entry cut;

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

    /** Whether an entry was on a disk of this machine that is lost. */
    boolean buried(LogId id) {
        return buried.stream().anyMatch(b -> has(b.log, id));
    }

    /** Whether an entry is, or was, on a node's disk in this machine. */
    boolean has(NodeId node, LogId id) {
        return owner.equals(node)
                ? has(durable, id)
                : buried.stream().anyMatch(b -> b.owner.equals(node) && has(b.log, id));
    }

    private static boolean has(ShadowLog log, LogId id) {
        return log.lastIndex() >= id.index() && log.covers(id);
    }

    /** Whether the disk in this machine is a node's. */
    boolean belongsTo(NodeId node) {
        return owner.equals(node);
    }

    void stepped(Effects effects) {
        WriteBatch batch = effects.write();
        cut = null;
        if (batch != null) {
            cut = handed.at(batch.shards().getFirst().write().firstIndex());
            unsynced.add(batch);
            apply(batch, handed);
        }
    }

    void synced(long sequence) {
        while (!unsynced.isEmpty() && unsynced.getFirst().sequence() <= sequence) {
            apply(unsynced.removeFirst(), durable);
        }
    }

    /** The disk is gone: nothing is expected of it any more. */
    void lost() {
        var last = new ShadowLog();
        last.reset(durable);
        buried.add(new Buried(owner, last));
        owner = NodeId.UNBOUND;
        durable.reset(new ShadowLog());
        handed.reset(durable);
        unsynced.clear();
    }

    void booted(SimNode node, Recovered recovered) {
        owner = node.id();
        if (recovered.shards().isEmpty()) {
            check(durable.hard().term() == 0 && durable.lastIndex() == 0, node, "nothing");
            handed.reset(durable);
            unsynced.clear();
            return;
        }
        Recovered.Shard found = recovered.shards().getFirst();
        while (!durable.matches(found)) {
            check(!unsynced.isEmpty(), node, found.hard() + ", " + found.entries().size());
            apply(unsynced.removeFirst(), durable);
        }
        durable.reset(found);
        handed.reset(found);
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
        for (WriteBatch batch : unsynced) {
            LogWrite write = batch.shards().getFirst().write();
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
    boolean mayHold(Recovered recovered) {
        if (recovered.shards().isEmpty()) {
            return durable.hard().term() == 0 && durable.lastIndex() == 0;
        }
        var log = new ShadowLog();
        log.reset(durable);
        boolean found = log.matches(recovered.shards().getFirst());
        for (WriteBatch batch : unsynced) {
            if (!found) {
                apply(batch, log);
                found = log.matches(recovered.shards().getFirst());
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

    private static void apply(WriteBatch batch, ShadowLog log) {
        for (WriteBatch.ShardWrite each : batch.shards()) {
            LogWrite write = each.write();
            log.apply(write);
        }
    }
}
