package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

/**
 * A process stands still while its clock runs on and its inbox fills. Sometimes, as when a virtual
 * machine moves, it is cut off from its peers as well and for a little longer.
 */
final class Pause extends Fault {
    private static final double CUT_OFF_SHARE = 0.4;

    Pause() {
        super("pause");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.chance(0.5)
                ? dice.magnitude(50 * Setup.MILLI, Setup.SECOND)
                : dice.between(Setup.SECOND, 5 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        SimProcess process = node.process();
        if (process == null) {
            return;
        }
        process.pause(episode);
        boolean cutOff = episode.dice().chance(CUT_OFF_SHARE);
        if (cutOff) {
            episode.world().network().isolate(episode, node);
            episode.after(episode.lastsNanos() / 5 * 4, () -> process.resume(episode));
        }
        episode.struck(node + (cutOff ? ", cut off" : ""));
    }
}
