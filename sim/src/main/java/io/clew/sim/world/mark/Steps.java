package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.Episode;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Knows for each node what its last step that did anything did, and counts by it what faults touch:
 * so it shows which steps of the protocol a family of faults has never met.
 */
public final class Steps implements Observer {
    private final World world;
    private final StepMatrix matrix = new StepMatrix();
    private final List<GroupSteps> groups = new ArrayList<>();
    private final List<Set<ProtocolStep>> latest = new ArrayList<>();

    public Steps(World world) {
        this.world = world;
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            groups.add(new GroupSteps(world.nodes().size()));
        }
        world.nodes().forEach(_ -> latest.add(EnumSet.noneOf(ProtocolStep.class)));
    }

    public StepMatrix matrix() {
        return matrix;
    }

    @Override
    public void touched(Episode by, SimNode node) {
        matrix.add(by.strike().family(), latest.get(node.number()));
    }

    @Override
    public void booted(SimNode machine, Recovered recovered) {
        latest.set(machine.number(), EnumSet.of(ProtocolStep.RECOVER));
        for (int shard = 0; shard < groups.size(); shard++) {
            groups.get(shard).booted(machine.number(), Shards.in(recovered, shard));
        }
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        var steps = EnumSet.noneOf(ProtocolStep.class);
        for (int shard = 0; shard < groups.size(); shard++) {
            GroupStep step = world.groupStep(machine, effects, shard);
            if (step != null) {
                groups.get(shard).stepped(step, steps);
            }
        }
        if (!steps.isEmpty()) {
            latest.set(machine.number(), steps);
        }
    }
}
