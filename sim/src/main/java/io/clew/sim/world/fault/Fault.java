package io.clew.sim.world.fault;

import io.clew.engine.raft.Raft;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

/**
 * A family of faults: how long its strikes last, and what a strike does to the world. When strikes
 * come is drawn before the run; whom they hit is decided when they strike, by their own chance.
 */
public abstract class Fault {
    private static final double LEADER_SHARE = 0.4;

    private final String name;

    /**
     * @param name small letters and spaces
     */
    protected Fault(String name) {
        this.name = name;
    }

    public final String name() {
        return name;
    }

    /** Draws how long a strike lasts. */
    public abstract long lasts(Dice dice);

    /** How many times rarer than others its strikes are where it is switched on. */
    public double rarity() {
        return 1;
    }

    /**
     * Does harm once. What it changes goes with the end of the episode: what the world is given
     * together with the episode by itself, all else by {@link Episode#atEnd}.
     */
    protected abstract void strike(Episode episode);

    /** Whom a strike hits: a node that leads as often as any. */
    protected static SimNode victim(Episode episode) {
        return episode.dice().chance(LEADER_SHARE)
                ? leader(episode)
                : episode.dice().pick(episode.world().cluster().machines());
    }

    /**
     * Whether its strikes change who belongs to the cluster: only where there are spare machines.
     */
    public boolean changesMembers() {
        return false;
    }

    /** Whether its strikes move replicas of shards: only where keys are spread over several. */
    public boolean movesReplicas() {
        return false;
    }

    /**
     * Whether a disk may be lost or damaged: only of a minority of the voters, whichever
     * configuration comes into force, and only once the cluster is open. Before that nothing was
     * acknowledged, but it would wait for the lost member for ever.
     */
    protected static boolean mayLoseDisk(Episode episode, SimNode victim) {
        World world = episode.world();
        SimProcess leader = leader(episode).process();
        return leader != null
                && open(leader.raft())
                && world.cluster().hasMember(victim)
                && !victim.hasDamagedDisk()
                && world.cluster().bears(victim, null)
                && !world.setup().engine().bootstrapMajority();
    }

    private static boolean open(Raft raft) {
        return raft.configuredAt(raft.commit()).membership().bound();
    }

    /** A node that takes itself for the leader of some shard, any node if there is none. */
    protected static SimNode leader(Episode episode) {
        int shard = Math.floorMod(episode.strike().seed(), episode.world().setup().shards());
        for (SimNode node : episode.world().nodes()) {
            SimProcess process = node.process();
            Raft raft = process == null ? null : process.raft(shard);
            if (raft != null && raft.leads()) {
                return node;
            }
        }
        return episode.dice().pick(episode.world().cluster().machines());
    }
}
