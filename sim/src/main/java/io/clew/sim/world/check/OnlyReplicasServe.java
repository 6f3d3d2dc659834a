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

    OnlyReplicasServe(World world) {
        this.world = world;
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        SimProcess process = machine.process();
        for (Effects.Answer answer : effects.answers()) {
            int shard = world.askedOf(answer.token());
            if (process != null && process.replica(shard) == null && serves(answer.reply())) {
                throw new Violation(RULE, machine + " has no replica, and answers " + answer)
                        .of(shard);
            }
        }
    }

    private static boolean serves(Reply reply) {
        return reply instanceof Reply.Found
                || reply instanceof Reply.Missing
                || Replies.acknowledged(reply) > 0;
    }
}
