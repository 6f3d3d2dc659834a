package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Moment;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

/** A machine crashes at one named step of the protocol, when it next comes to it. */
final class CrashAtStep extends Fault {
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
        boolean one = episode.dice().chance(0.3);
        SimNode victim = victim(episode);
        for (SimNode node : episode.world().nodes()) {
            SimProcess process = node.process();
            if (process != null && (!one || node == victim)) {
                process.crashAt(episode, moment);
                episode.atEnd(node::boot);
            }
        }
        episode.struck((one ? victim : "whoever comes to it first") + " at " + moment);
    }
}
