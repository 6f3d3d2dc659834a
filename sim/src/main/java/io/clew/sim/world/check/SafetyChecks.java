package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.storage.Recovered;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Checks every invariant after every step of every node. */
public final class SafetyChecks implements Observer {
    private final World world;
    private final List<Shadow> shadows = new ArrayList<>();
    private final List<Check> checks;
    private final AcknowledgedIsRecoverable recoverable;
    private final CommittedLog committed = new CommittedLog();

    public SafetyChecks(World world) {
        this.world = world;
        int nodes = world.nodes().size();
        for (int i = 0; i < nodes; i++) {
            shadows.add(new Shadow());
        }
        recoverable =
                new AcknowledgedIsRecoverable(
                        world.nodes(),
                        shadows,
                        committed,
                        world.setup().storage(),
                        world.dice().stream("recovery check"));
        var votes = new OneVoteATerm(nodes);
        var outcomes = new OneOutcome(nodes);
        var hashes = new HashesTellStatesApart();
        var configurations = new Configurations(committed, shadows);
        checks =
                List.of(
                        new OneLeaderATerm(),
                        votes,
                        configurations,
                        new AskedBefore(configurations, nodes),
                        new VotesGoToNewLogs(),
                        new ElectedByMajority(votes, configurations, nodes),
                        new TermsHaveCandidates(),
                        new LogMatching(),
                        new CutsAreConflicts(nodes),
                        new LeaderAppendsOnly(nodes),
                        new OneChangeAtATime(),
                        new VotersChangeJointly(configurations),
                        new DepartedStayQuiet(configurations, nodes),
                        new NobodyUnseatsAHeardLeader(world),
                        new LeadershipIsHandedOver(shadows),
                        new VouchedIsDurable(),
                        new NeverOlder(nodes),
                        new AcknowledgementIsTrue(world, shadows),
                        new HeartbeatIsAcknowledged(world, shadows),
                        new CommitsInItsOwnTerm(nodes),
                        new NeverBackwards(nodes),
                        // This one fills the committed log that the following read.
                        new StateMachineSafety(committed, nodes),
                        new InOrder(committed),
                        new CommittedIsDurable(committed, configurations, shadows),
                        new AppliedIsDurable(committed),
                        new WritesAreWhole(
                                shadows,
                                world.setup().storage(),
                                world.dice().stream("whole writes")),
                        new LeaderCompleteness(committed, nodes),
                        new EqualState(committed, hashes, nodes),
                        hashes,
                        new EqualConfiguration(committed, nodes),
                        new OnlyWrongStatesAreCondemned(),
                        new EqualSnapshots(),
                        new SentSnapshotsStay(),
                        new DamageIsReadBack(),
                        new ReadsAreFresh(committed, nodes),
                        new StalenessIsHonest(world),
                        outcomes,
                        new Bounds(world.setup().engine(), committed, outcomes, nodes),
                        new ClientsSeeOneLog(committed, world.clients().size()),
                        new KeysAreHonoured(committed, world.clients().size()),
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
        for (Check check : checks) {
            check.atEnd();
        }
    }

    /** Before the node starts: what it makes of a wrong log would hide what is wrong. */
    @Override
    public void recovered(SimNode node, Recovered recovered) {
        shadows.get(node.number()).booted(node, recovered);
        for (Check check : checks) {
            check.booted(node, recovered);
        }
    }

    @Override
    public void diskLost(SimNode node) {
        shadows.get(node.number()).lost();
        for (Check check : checks) {
            check.diskLost(node);
        }
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        Shadow shadow = shadows.get(machine.number());
        shadow.stepped(effects);
        SimProcess process = machine.process();
        if (process == null) {
            throw new IllegalStateException("only a process steps");
        }
        var step = new Step(machine, process.node(), effects, world.messages(effects), shadow);
        for (Check check : checks) {
            check.after(step);
        }
    }

    @Override
    public void appended(SimNode node) {
        for (Check check : checks) {
            check.appended(node);
        }
    }

    @Override
    public void synced(SimNode node, long sequence) {
        shadows.get(node.number()).synced(sequence);
    }

    @Override
    public void asked(SimNode node, long token, Request request) {
        for (Check check : checks) {
            check.asked(node, token, request);
        }
    }

    @Override
    public void sent(long number, SimNode from, SimNode to, Bytes frame) {
        for (Check check : checks) {
            check.sent(number, from, to, frame);
        }
    }

    @Override
    public void arrived(long number) {
        for (Check check : checks) {
            check.arrived(number);
        }
    }

    @Override
    public void lost(long number) {
        for (Check check : checks) {
            check.lost(number);
        }
    }

    @Override
    public void worked(SimNode node, SnapshotTask task, Event done) {
        for (Check check : checks) {
            check.worked(node, task, done);
        }
    }

    @Override
    public void invoked(int client, Call call) {
        for (Check check : checks) {
            check.invoked(client, call);
        }
    }

    @Override
    public void keyed(int client, WriteKey key) {
        for (Check check : checks) {
            check.keyed(client, key);
        }
    }

    @Override
    public void completed(int client, Outcome outcome, @Nullable Reply reply) {
        for (Check check : checks) {
            check.completed(client, outcome, reply);
        }
    }

    @Override
    public void readsLocally(int client, String key, boolean session) {
        for (Check check : checks) {
            check.readsLocally(client, key, session);
        }
    }

    @Override
    public void readLocally(int client, @Nullable Reply reply) {
        for (Check check : checks) {
            check.readLocally(client, reply);
        }
    }
}
