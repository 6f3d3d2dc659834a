package io.clew.sim;

import io.clew.engine.Effects;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** What nodes send each other from some moment on, and how much of it are entries. */
final class Traffic implements Observer {
    private final World world;
    private long begun;
    private long frames;

    /** The newest entry that counts already. */
    private long newestIndex;

    private long newBytes;
    private long sentBytes;

    Traffic(World world) {
        this.world = world;
        world.watch(this);
    }

    /** Counts from now on, of entries only what follows those that are committed already. */
    void begin(long committed) {
        newestIndex = committed;
        begun = world.timeline().now();
        frames = world.network().framesSent();
        newBytes = 0;
        sentBytes = 0;
    }

    @Override
    public void stepped(SimNode node, Effects effects) {
        WriteBatch batch = effects.write();
        if (batch != null) {
            batch.shards().getFirst().write().entries().forEach(this::appended);
        }
        for (Sent sent : world.messages(effects)) {
            if (sent.message() instanceof Message.Append append && belongs(sent.to())) {
                append.entries().forEach(entry -> sentBytes += entry.payload().size());
            }
        }
    }

    /** Not who has lost its disk and is somebody else now, nor who has left and is told so. */
    private boolean belongs(NodeId to) {
        Membership members = world.cluster().latest();
        return world.node(to) != null && members != null && members.contains(to);
    }

    private void appended(Entry entry) {
        if (entry.index() > newestIndex) {
            newestIndex = entry.index();
            newBytes += entry.payload().size();
        }
    }

    long nanos() {
        return world.timeline().now() - begun;
    }

    long frames() {
        return world.network().framesSent() - frames;
    }

    /** Bytes of entries that are new in the cluster, each counted once. */
    long newBytes() {
        return newBytes;
    }

    /** Bytes of entries in all appends to all followers. */
    long sentBytes() {
        return sentBytes;
    }
}
