package io.clew.sim.world.fault;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a disk holds durably is no longer what was written, or was overwritten by mistake. At most a
 * minority of the machines is hit in a run, so that what they hold is there elsewhere; and only
 * where the storage can notice, which it must: the node then refuses to start, until somebody puts
 * in an empty disk. A node that runs may find it before that, and mend it.
 */
final class Rot extends Fault {
    private static final int TRIES = 5;
    private static final double RUNNING_SHARE = 0.3;

    /** Where and how; the same each time it is done. */
    private record Target(String file, int sector, SimDisk.Damage kind, long seed) {
        void damage(SimDisk disk) {
            disk.damage(file, sector, kind, Dice.of(seed, "damage"));
        }
    }

    Rot() {
        super("rot");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(100 * Setup.MILLI, 6 * Setup.SECOND);
    }

    @Override
    public double rarity() {
        return 2;
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = episode.dice().pick(episode.world().cluster().machines());
        if (!node.up()
                || node.hasFailingDisk()
                || !mayLoseDisk(episode, node)
                || !episode.world().cluster().bearsUnseen(node)) {
            return;
        }
        // Found by the next start, or before that by the node itself, which can still mend it.
        if (!episode.dice().stream("running").chance(RUNNING_SHARE)) {
            node.crash(episode, episode.crashKind());
        }
        Target target = find(episode, node);
        if (target != null) {
            node.damageDisk(episode, target::damage);
        }
        episode.after(episode.lastsNanos() / 4, node::boot);
        episode.atEnd(node::boot);
        episode.struck(node + " " + (target == null ? "nowhere" : target));
    }

    /** One sector whose damage is noticed, null if none of those that were tried is. */
    private @Nullable Target find(Episode episode, SimNode node) {
        SimDisk disk = node.disk();
        for (int i = 0; i < TRIES; i++) {
            Dice dice = episode.dice();
            String file = dice.pick(disk.list());
            List<Integer> sectors = disk.settledSectors(file);
            SimDisk.Damage kind = dice.pick(List.of(SimDisk.Damage.values()));
            long seed = dice.nextLong();
            // The evidence that the end of a log was durable may not be durable yet.
            boolean told = !node.up() || !file.equals(newestSegment(disk));
            if (told && !sectors.isEmpty()) {
                var target = new Target(file, dice.pick(sectors), kind, seed);
                if (isNoticed(episode, disk, target)) {
                    return target;
                }
            }
        }
        return null;
    }

    private static boolean isNoticed(Episode episode, SimDisk disk, Target target) {
        SimDisk copy = disk.copy();
        target.damage(copy);
        try {
            Recovered damaged = recover(episode, copy);
            // The end of the newest segment may be torn for all that anybody can know.
            if (!target.file.equals(newestSegment(disk))
                    && !content(damaged).equals(content(recover(episode, disk.copy())))) {
                throw new Violation(
                        "damage is noticed", target.file + " in sector " + target.sector);
            }
            return false;
        } catch (CorruptionException _) {
            return true;
        }
    }

    /** Snapshots have their checksum in their identity. */
    private static List<Object> content(Recovered found) {
        var content = new ArrayList<Object>();
        for (Recovered.Shard shard : found.shards()) {
            content.add(shard.hard());
            content.add(String.valueOf(shard.snapshotId()));
            content.add(shard.entries());
        }
        return content;
    }

    private static Recovered recover(Episode episode, SimDisk disk) {
        try (var storage = Storage.open(disk, episode.world().setup().storage(), new NodeId(1))) {
            return storage.takeRecovered();
        }
    }

    private static String newestSegment(SimDisk disk) {
        return disk.list().stream()
                .filter(name -> name.startsWith("wal-0"))
                .max(Comparator.naturalOrder())
                .orElse("");
    }
}
