package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.Node;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;

/** Checks every invariant after every step of every node. */
public final class SafetyChecks implements Observer {
    private final List<Shadow> shadows = new ArrayList<>();
    private final List<Check> checks;
    private final OneOutcome outcomes;
    private final AcknowledgedIsRecoverable recoverable;
    private final CommittedLog committed = new CommittedLog();

    public SafetyChecks(World world) {
        int nodes = world.nodes().size();
        for (int i = 0; i < nodes; i++) {
            shadows.add(new Shadow());
        }
        var votes = new OneVoteATerm();
        outcomes = new OneOutcome(nodes);
        recoverable =
                new AcknowledgedIsRecoverable(
                        world.nodes(),
                        shadows,
                        committed,
                        world.setup().storage(),
                        world.dice().stream("recovery check"));
        checks =
                List.of(
                        new OneLeaderATerm(),
                        votes,
                        new ElectedByMajority(votes, nodes),
                        new LogMatching(),
                        new VouchedIsDurable(),
                        new AcknowledgementIsTrue(world, shadows),
                        new CommitsInItsOwnTerm(nodes),
                        new NeverBackwards(nodes),
                        // This one fills the committed log that the following read.
                        new StateMachineSafety(committed, nodes),
                        new CommittedIsDurable(committed, shadows),
                        new LeaderCompleteness(committed, nodes),
                        new EqualState(committed, nodes),
                        outcomes,
                        recoverable);
    }

    /** The index of the last entry that any node has called committed. */
    public long committed() {
        return committed.lastIndex();
    }

    /** How often the real recovery was run on a copy of a disk. */
    public long recoveries() {
        return recoverable.recoveries();
    }

    /** To be called when nothing can be under way any more. */
    public void atEnd() {
        outcomes.atEnd();
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        shadows.get(node.number()).booted(node, recovered);
        for (Check check : checks) {
            check.booted(node);
        }
    }

    @Override
    public void diskLost(SimNode node) {
        shadows.get(node.number()).lost();
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        Shadow shadow = shadows.get(machine.number());
        shadow.stepped(effects);
        SimProcess process = machine.process();
        if (process == null) {
            throw new IllegalStateException("only a process steps");
        }
        Node node = process.node();
        var step = new Step(machine, node, effects, node.status(), shadow);
        for (Check check : checks) {
            check.after(step);
        }
    }

    @Override
    public void synced(SimNode node, long sequence) {
        shadows.get(node.number()).synced(sequence);
    }

    @Override
    public void asked(SimNode node, long token) {
        outcomes.asked(node, token);
    }
}
