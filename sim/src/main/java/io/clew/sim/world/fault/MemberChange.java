package io.clew.sim.world.fault;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A family of changes of the members. That is no harm in itself, but all others may strike in the
 * midst of it. The operator repeats what it wants until the outcome is known or the strike ends.
 */
abstract class MemberChange extends Fault {
    private static final double LEADER_SHARE = 0.4;
    private static final int VOTERS_MAX = 7;

    MemberChange(String name) {
        super(name);
    }

    @Override
    public final boolean changesMembers() {
        return true;
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(200 * Setup.MILLI, 8 * Setup.SECOND);
    }

    @Override
    public double rarity() {
        return 2;
    }

    @Override
    protected final void strike(Episode episode) {
        Membership members = episode.world().cluster().open();
        if (members != null) {
            strike(episode, members);
        }
    }

    /**
     * @param members the newest configuration that is committed
     */
    abstract void strike(Episode episode, Membership members);

    /**
     * Machines whose nodes belong to no cluster: spare ones, and others that have left and get an
     * empty disk; fewer if there are not so many.
     */
    static List<SimNode> fresh(Episode episode, Membership members, int count) {
        var found = new ArrayList<SimNode>();
        int most = Math.min(count, VOTERS_MAX - members.voters().size());
        List<SimNode> nodes = new ArrayList<>(episode.world().nodes());
        while (!nodes.isEmpty() && found.size() < most) {
            SimNode node = nodes.remove(episode.dice().between(0, nodes.size() - 1));
            if (episode.world().cluster().hasLeft(node) && !node.hasDamagedDisk()) {
                node.becomeSpare(episode);
                node.boot();
            }
            if (isFresh(episode.world(), node, members)) {
                found.add(node);
            }
        }
        return found;
    }

    private static boolean isFresh(World world, SimNode node, Membership members) {
        SimProcess process = node.process();
        return process != null
                && !world.cluster().knows(node)
                && process.raft().membership().clusterId() == 0
                && members.named(node.address()).isEmpty();
    }

    /** Draws so many voters, the leader more often than others. */
    static List<NodeId> voters(Episode episode, Membership members, int count) {
        var left = new ArrayList<>(members.voters().stream().map(Member::id).toList());
        var drawn = new ArrayList<NodeId>();
        NodeId leader = leader(episode).id();
        if (count > 0 && episode.dice().chance(LEADER_SHARE) && left.remove(leader)) {
            drawn.add(leader);
        }
        while (drawn.size() < count && !left.isEmpty()) {
            drawn.add(left.remove(episode.dice().between(0, left.size() - 1)));
        }
        return drawn;
    }

    /** The machine at a member's address. */
    static @Nullable SimNode machine(Episode episode, Membership members, NodeId id) {
        Member member = members.member(id);
        return member == null ? null : episode.world().node(member.address());
    }
}
