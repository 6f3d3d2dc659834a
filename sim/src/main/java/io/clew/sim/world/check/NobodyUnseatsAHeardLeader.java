package io.clew.sim.world.check;

import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Whoever hears its leader, or is it, promises its vote to nobody else (thesis §4.2.3): so a member
 * that was removed, or cut off, cannot disturb.
 */
final class NobodyUnseatsAHeardLeader extends Check {
    private final World world;
    private final long electionMinNanos;

    /** What each node was at the end of its last step. */
    private final List<@Nullable NodeId> leader = new ArrayList<>();

    private final long[] term;

    /** Whether no reply could wait for the disk, and tell of something heard long ago. */
    private final boolean[] quiet;

    /** When each surely heard its leader last, by its own clock. */
    private final long[] heardAt;

    NobodyUnseatsAHeardLeader(World world) {
        super("whoever hears a leader promises no vote");
        this.world = world;
        electionMinNanos = world.setup().engine().electionMinNanos();
        int nodes = world.nodes().size();
        term = new long[nodes];
        quiet = new boolean[nodes];
        heardAt = new long[nodes];
        for (int i = 0; i < nodes; i++) {
            leader.add(null);
        }
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        leader.set(node.number(), null);
    }

    @Override
    void after(Step step) {
        int node = step.number();
        long now = step.machine().clock().at(world.timeline().now());
        NodeId followed = leader.get(node);
        boolean same =
                followed != null
                        && followed.equals(step.raft().leader())
                        && term[node] == step.term();
        boolean sure = step.leads() != 0 || now - heardAt[node] < electionMinNanos;
        if (same && sure) {
            checkPromises(step, followed);
        }
        if (step.leads() == 0 && quiet[node]) {
            for (Sent sent : step.sent()) {
                if (sent.message() instanceof Message.HeartbeatReply && term[node] == step.term()) {
                    heardAt[node] = now;
                }
            }
        }
        leader.set(node, step.raft().leader());
        term[node] = step.term();
        // What waits for the disk waits for all shards' writes.
        quiet[node] = step.shadow().quiet() && !step.writing();
    }

    private void checkPromises(Step step, NodeId followed) {
        for (Note note : step.notes()) {
            require(
                    !(note instanceof Note.Voted vote)
                            || !vote.pre()
                            || !vote.granted()
                            || names(followed, vote.candidate()),
                    () -> step.machine() + " follows " + followed + ", and says: " + note.text());
        }
    }

    /**
     * Whether a note means this node. It names members by their addresses, which are the nodes' own
     * in groups of shards, and others by their ids; one step may see it as both.
     */
    private boolean names(NodeId node, String name) {
        SimNode machine = world.node(node.node());
        return name.equals(node.toString())
                || name.equals(node.node().toString())
                || (machine != null && name.equals(machine.address()));
    }
}
