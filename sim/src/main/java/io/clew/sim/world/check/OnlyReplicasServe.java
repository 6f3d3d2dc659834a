package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.api.Reply;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.Violation;
import io.clew.sim.world.World;

/** A node that has no replica of a shard answers nothing for it. */
final class OnlyReplicasServe implements Observer {
    private static final String RULE = "only replicas serve";

    private final World world;

    /** Whether each node had a replica of each shard at the end of its last step. */
    private final boolean[][] had;

    OnlyReplicasServe(World world) {
        this.world = world;
        had = new boolean[world.nodes().size()][world.setup().shards()];
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        SimProcess process = machine.process();
        if (process == null) {
            return;
        }
        boolean[] before = had[machine.number()];
        for (Effects.Answer answer : effects.answers()) {
            int shard = world.askedOf(answer.token());
            boolean serves = serves(answer.reply());
            // It may be taken away at the end of the step in which it has served.
            if (serves && process.replica(shard) == null && !before[shard]) {
                throw new Violation(RULE, machine + " has no replica, and answers " + answer)
                        .of(shard);
            }
        }
        for (int shard = 0; shard < before.length; shard++) {
            before[shard] = process.replica(shard) != null;
        }
    }

    private static boolean serves(Reply reply) {
        return reply instanceof Reply.Found
                || reply instanceof Reply.Missing
                || Replies.acknowledged(reply) > 0;
    }
}
