package io.clew.sim;

import io.clew.engine.Effects;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;

import org.jspecify.annotations.Nullable;

import java.util.TreeSet;

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
     * On how many ways heartbeats go, those of all groups together: from the first leader to all
     * machines, from others to their members.
     */
    int links() {
        int machines = world.cluster().machines().size();
        SimNode first = leader(0);
        var others = new TreeSet<Integer>();
        for (int shard = 1; shard < newBytes.length; shard++) {
            SimNode leader = leader(shard);
            Membership members = world.cluster().latest(shard);
            if (leader == null || leader == first || members == null) {
                continue;
            }
            for (Member member : members.members()) {
                SimNode node = world.node(member.id());
                if (node != null && node != leader) {
                    others.add(leader.number() * world.nodes().size() + node.number());
                }
            }
        }
        return machines - 1 + others.size();
    }

    private @Nullable SimNode leader(int shard) {
        for (SimNode node : world.nodes()) {
            Raft raft = Agreement.raft(node, shard);
            if (raft != null && raft.leads()) {
                return node;
            }
        }
        return null;
    }

    /** Bytes of entries in all appends to all followers. */
    long sentBytes() {
        return sentBytes;
    }
}
