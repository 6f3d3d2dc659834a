package io.clew.sim.world.check;

import io.clew.engine.raft.Message;
import io.clew.engine.raft.Raft;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.List;

/** What a follower acknowledges to a leader is what that leader has. */
final class AcknowledgementIsTrue extends Check {
    private final World world;
    private final List<Shadow> shadows;

    AcknowledgementIsTrue(World world, List<Shadow> shadows) {
        super("an acknowledgement is true");
        this.world = world;
        this.shadows = shadows;
    }

    @Override
    void after(Step step) {
        for (Sent sent : step.sent()) {
            SimNode leader = world.node(sent.to());
            if (sent.message() instanceof Message.Appended reply && leader != null) {
                check(step, leader, reply);
            }
        }
    }

    private void check(Step step, SimNode leader, Message.Appended reply) {
        SimProcess process = leader.process();
        Raft raft = process == null ? null : process.raft(step.shard());
        // A node that has moved on since tells what was true then, as if the message had been late.
        if (raft == null
                || step.term() > reply.term()
                || !raft.leads()
                || raft.term() != reply.term()) {
            return; // It will not be listened to.
        }
        ShadowLog theirs = shadows.get(leader.number()).handed();
        ShadowLog own = step.shadow().handed();
        long here = own.termAt(reply.match());
        long there = theirs.termAt(reply.match());
        boolean covered =
                reply.match() <= own.base().index() || reply.match() <= theirs.base().index();
        require(
                covered || here == there,
                () ->
                        step.machine()
                                + " acknowledges entry "
                                + reply.match()
                                + " to "
                                + leader
                                + ", which has another one there");
    }
}
