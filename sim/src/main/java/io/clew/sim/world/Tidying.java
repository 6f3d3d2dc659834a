package io.clew.sim.world;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import java.util.List;

/**
 * What the operator still has to do when all trouble is over: whoever was to join and lost its disk
 * will never catch up, so that change has to be taken back. The leader would, after a while; all
 * others must complete by themselves.
 */
public final class Tidying {
    private static final String NAME = "tidying";
    private static final long AGAIN_NANOS = 3 * Setup.SECOND;

    private final World world;
    private final Episode episode;
    private long orderedAt = -AGAIN_NANOS;

    public Tidying(World world) {
        this.world = world;
        long now = world.timeline().now();
        var strike = new Strike(now, NAME, 1, Long.MAX_VALUE, Long.MAX_VALUE);
        this.episode = new Episode(world, 0, strike);
    }

    /** Whether no change is under way any more; does what it takes. */
    public boolean settled() {
        Membership members = world.cluster().latest();
        if (members == null || !members.changing()) {
            return true;
        }
        List<NodeId> joining = members.joining().stream().map(Member::id).toList();
        boolean hopeless = joining.stream().anyMatch(id -> world.node(id) == null);
        long now = world.timeline().now();
        if (hopeless && now - orderedAt >= AGAIN_NANOS) {
            orderedAt = now;
            world.operator().insist(episode, Order.remove(joining));
        }
        return false;
    }
}
