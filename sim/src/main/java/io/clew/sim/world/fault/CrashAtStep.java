package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Moment;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

/**
 * A machine crashes at one named step of the protocol, when it next comes to it, or in the midst of
 * what it then does to its disk.
 */
final class CrashAtStep extends Fault {
    private static final double MIDST_SHARE = 0.4;
    private static final int OPERATIONS_MAX = 8;

    CrashAtStep() {
        super("crash at step");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(500 * Setup.MILLI, 6 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        Moment[] moments = Moment.values();
        Moment moment = moments[episode.dice().between(0, moments.length - 1)];
        int operations =
                episode.dice().chance(MIDST_SHARE) ? episode.dice().between(1, OPERATIONS_MAX) : 0;
        boolean one = episode.dice().chance(0.3);
        SimNode victim = victim(episode);
        for (SimNode node : episode.world().nodes()) {
            SimProcess process = node.process();
            if (process != null && (!one || node == victim)) {
                process.crashAt(episode, moment, operations);
                episode.atEnd(node::boot);
            }
        }
        episode.struck((one ? victim : "whoever comes to it first") + " at " + moment);
    }
}
