package io.clew.sim.world.mark;

import io.clew.sim.world.World;

import java.util.EnumMap;
import java.util.Map;

/** How often one run came through each of the rare states. */
public final class Marks {
    private final EnumMap<Mark, Long> counts = new EnumMap<>(Mark.class);

    /** Watches a world for all marks there are. */
    public static Marks of(World world) {
        var marks = new Marks();
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            world.watch(new ElectionMarks(world, marks, shard));
            world.watch(new LogMarks(world, marks, shard));
            world.watch(new MembershipMarks(world, marks, shard));
            world.watch(new SnapshotMarks(world, marks, shard));
        }
        if (world.setup().shards() > 1) {
            world.watch(new ShardMarks(world, marks));
            world.watch(new CarrierMarks(world, marks));
        }
        world.watch(new RequestMarks(world, marks));
        world.watch(new DiskMarks(world, marks));
        return marks;
    }

    void hit(Mark mark) {
        counts.merge(mark, 1L, Long::sum);
    }

    void hit(Mark mark, boolean holds) {
        if (holds) {
            hit(mark);
        }
    }

    /** The marks that were hit, and how often. */
    public Map<Mark, Long> counts() {
        return new EnumMap<>(counts);
    }
}
