package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.Replica;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Note;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Marks of shards: how their replicas come and go. */
final class ShardMarks implements Observer {
    private final World world;
    private final Marks marks;

    /** By machine the shards that it led at the end of its last step. */
    private final List<TreeSet<Integer>> led = new ArrayList<>();

    /** By machine the shards of which it had to give a replica away. */
    private final List<TreeSet<Integer>> gone = new ArrayList<>();

    ShardMarks(World world, Marks marks) {
        this.world = world;
        this.marks = marks;
        world.nodes().forEach(_ -> led.add(new TreeSet<>()));
        world.nodes().forEach(_ -> gone.add(new TreeSet<>()));
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        led.get(node.number()).clear();
    }

    @Override
    public void diskLost(SimNode node) {
        gone.get(node.number()).clear();
    }

    @Override
    public void crashed(SimNode node) {
        if (!majorityRuns(0)) {
            return;
        }
        for (int shard = 1; shard < world.setup().shards(); shard++) {
            marks.hit(Mark.SHARD_WITHOUT_MAJORITY, !majorityRuns(shard));
        }
    }

    private boolean majorityRuns(int shard) {
        Membership members = world.cluster().latest(shard);
        if (members == null) {
            return true; // Nobody counts on it yet.
        }
        long running = members.voters().stream().filter(m -> runs(world.node(m.id()))).count();
        return 2 * running > members.voters().size();
    }

    private static boolean runs(@Nullable SimNode machine) {
        return machine != null && machine.up();
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        for (Note note : effects.notes()) {
            noted(machine.number(), note);
        }
        TreeSet<Integer> leads = led.get(machine.number());
        leads.clear();
        SimProcess process = machine.process();
        if (process != null) {
            process.node().replicas().stream()
                    .filter(replica -> replica.raft().leads())
                    .map(Replica::shard)
                    .forEach(leads::add);
        }
    }

    private void noted(int node, Note note) {
        if (note instanceof Note.ReplicaCame(int shard, var replica)) {
            marks.hit(Mark.REPLICA_COMES, replica.replica() > world.setup().factor());
            marks.hit(Mark.REPLICA_COMES_BACK, gone.get(node).contains(shard));
        } else if (note instanceof Note.ReplicaLeft(int shard, var _)) {
            marks.hit(Mark.REPLICA_GOES);
            marks.hit(Mark.LEADER_IS_MOVED, led.get(node).contains(shard));
            gone.get(node).add(shard);
        } else if (note instanceof Note.PlacementChanges(String change)) {
            placed(change);
        }
    }

    /** A note is for people: it has the change as a text. */
    private void placed(String change) {
        boolean lost = change.startsWith(PlacementChange.Lost.class.getSimpleName());
        marks.hit(Mark.NODE_IS_LOST, lost && change.contains("lost=true"));
        marks.hit(Mark.LOST_NODE_IS_BACK, lost && change.contains("lost=false"));
        String abandon = PlacementChange.Abandon.class.getSimpleName();
        marks.hit(Mark.MOVE_IS_GIVEN_UP, change.startsWith(abandon));
    }
}
