package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/**
 * Nodes are clogged one after the other and released in another order, so that every subset of them
 * is cut off at some time.
 */
final class SwizzleClog extends Fault {
    SwizzleClog() {
        super("swizzle clog");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.between(Setup.SECOND, 6 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        Dice dice = episode.dice();
        long half = episode.lastsNanos() / 2;
        var clogged = new StringBuilder();
        for (SimNode node : episode.world().nodes()) {
            if (dice.chance(0.5)) {
                long begin = dice.between(0, half);
                long end = dice.between(half, episode.lastsNanos());
                episode.after(begin, () -> clog(episode, node, end - begin));
                clogged.append(clogged.isEmpty() ? "" : ", ").append(node);
            }
        }
        if (!clogged.isEmpty()) {
            episode.struck(clogged.toString());
        }
    }

    private static void clog(Episode episode, SimNode node, long nanos) {
        long release = episode.world().timeline().now() + nanos;
        for (SimNode other : episode.world().nodes()) {
            if (other != node) {
                episode.world().network().hold(episode, node.number(), other.number(), release);
                episode.world().network().hold(episode, other.number(), node.number(), release);
            }
        }
    }
}
