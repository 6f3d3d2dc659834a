package io.clew.sim.world.fault;

import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/**
 * The disk refuses to write, to read or to sync, at some operation: the process stops. The disk has
 * recovered when it is started again, or goes on refusing.
 */
final class DiskError extends Fault {
    private static final int GOOD_MAX = 20;
    private static final String[] KINDS = {" writes", " reads", " syncs"};

    DiskError() {
        super("disk error");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(200 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        if (node.up() && !node.hasFailingDisk()) {
            Dice dice = episode.dice();
            int kind = dice.between(0, 2);
            int good = dice.between(0, GOOD_MAX);
            boolean lasting = dice.chance(0.3);
            node.failDisk(
                    episode,
                    disk -> {
                        switch (kind) {
                            case 0 -> disk.failWritesAfter(good);
                            case 1 -> disk.failReadsAfter(good);
                            default -> disk.failSyncsAfter(good, SimDisk.Unsaved.FORGOTTEN);
                        }
                        if (lasting) {
                            disk.last();
                        }
                    });
            episode.struck(node + " after " + good + KINDS[kind] + (lasting ? ", for long" : ""));
        }
    }
}
