package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

import java.util.List;

/**
 * Whoever comes to vote holds an entry of the leader's term, and so all that was committed when
 * that began: a majority that counts empty logs can commit nothing until they are full.
 */
final class NewVotersHaveCaughtUp extends Check {
    private final World world;
    private final List<Shadow> shadows;

    NewVotersHaveCaughtUp(World world, List<Shadow> shadows) {
        super("whoever comes to vote has caught up");
        this.world = world;
        this.shadows = shadows;
    }

    @Override
    void after(Step step) {
        LogWrite write = step.write();
        if (write == null || step.leads() == 0) {
            return;
        }
        for (Entry entry : write.entries()) {
            if (entry.kind() == Entry.Kind.MEMBERSHIP && entry.term() == step.leads()) {
                Membership next = Membership.decode(entry.payload());
                if (next.joint()) {
                    next.voters().stream()
                            .filter(voter -> !next.outgoing().contains(voter))
                            .forEach(voter -> look(step, voter));
                }
            }
        }
    }

    private void look(Step step, Member voter) {
        SimNode machine = world.node(voter.id().node());
        NodeId id = voter.id();
        if (machine == null || !shadows.get(machine.number()).belongsTo(id)) {
            return; // It was there, and has lost its disk since.
        }
        ShadowLog log = shadows.get(machine.number()).durable();
        long term = log.termAt(log.lastIndex());
        require(
                term >= step.leads(),
                () -> step.machine() + " lets " + id + " vote, whose log ends in term " + term);
    }
}
