package io.clew.sim;

import io.clew.engine.Effects;
import io.clew.engine.EngineConfig;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Message;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;

/** What nodes send each other from some moment on, and how much of it are entries. */
final class Traffic implements Observer {
    private final World world;
    private long begun;
    private long frames;

    /** The newest entry of each shard that counts already. */
    private final long[] newestIndex;

    /** Bytes of entries of each shard that are new in the cluster, each counted once. */
    private final long[] newBytes;

    private long sentBytes;

    Traffic(World world) {
        this.world = world;
        newestIndex = new long[world.setup().shards()];
        newBytes = new long[world.setup().shards()];
        world.watch(this);
    }

    /** Counts from now on, of entries only what follows those that are committed already. */
    void begin(SafetyChecks checks) {
        for (int shard = 0; shard < newestIndex.length; shard++) {
            newestIndex[shard] = checks.committed(shard);
            newBytes[shard] = 0;
        }
        begun = world.timeline().now();
        frames = world.network().framesSent();
        sentBytes = 0;
    }

    @Override
    public void stepped(SimNode node, Effects effects) {
        WriteBatch batch = effects.write();
        if (batch != null) {
            for (WriteBatch.ShardWrite each : batch.shards()) {
                each.write().entries().forEach(entry -> appended(each.shard(), entry));
            }
        }
        for (Sent sent : world.messages(effects)) {
            if (sent.message() instanceof Message.Append append && belongs(sent)) {
                append.entries().forEach(entry -> sentBytes += entry.payload().size());
            }
        }
    }

    /** Not who has lost its disk and is somebody else now, nor who has left and is told so. */
    private boolean belongs(Sent sent) {
        Membership members = world.cluster().latest(sent.shard());
        return world.node(sent.to()) != null && members != null && members.contains(sent.to());
    }

    private void appended(int shard, Entry entry) {
        if (entry.index() > newestIndex[shard]) {
            newestIndex[shard] = entry.index();
            newBytes[shard] += entry.payload().size();
        }
    }

    long nanos() {
        return world.timeline().now() - begun;
    }

    long frames() {
        return world.network().framesSent() - frames;
    }

    /** Bytes of entries that are new in the cluster, once for each follower that needs them. */
    double once(Agreement agreement) {
        double once = 0;
        for (int shard = 0; shard < newBytes.length; shard++) {
            int followers = agreement.members(world.nodes(), shard).size() - 1;
            once += (double) newBytes[shard] * followers;
        }
        return once;
    }

    /**
     * Frames that go whether anybody calls or not: heartbeats and their answers in each group,
     * which may or may not share frames, and what nodes report to each other where there are many
     * shards.
     */
    double routine() {
        long ways = world.cluster().machines().size() - 1L;
        for (int shard = 1; shard < newBytes.length; shard++) {
            Membership members = world.cluster().latest(shard);
            ways += members == null ? 0 : members.members().size() - 1L;
        }
        EngineConfig engine = world.setup().node();
        double beats = 2.0 * ways * nanos() / engine.heartbeatNanos();
        long pairs = (long) world.nodes().size() * (world.nodes().size() - 1);
        double reports = (double) pairs * nanos() / engine.sharding().reportNanos();
        return engine.sharding().shards() == 1 ? beats : beats + reports;
    }

    /** Bytes of entries in all appends to all followers. */
    long sentBytes() {
        return sentBytes;
    }
}
