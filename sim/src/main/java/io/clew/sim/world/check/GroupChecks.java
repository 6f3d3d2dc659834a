package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.api.WriteKey;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All invariants of one group, and what they are held against. */
final class GroupChecks {
    private final World world;
    private final int shard;
    private final CommittedLog committed = new CommittedLog();

    /** The log of the replica on each machine. */
    private final List<Shadow> shadows = new ArrayList<>();

    /** What the first shard asks of the others. */
    private final OrderedMoves orders;

    private final OneOutcome outcomes;
    private final StateSizes sizes = new StateSizes(committed);
    private final KeysAreHonoured keys;
    private final List<Check> checks;

    /**
     * @param first of the first shard, null for the first shard itself
     */
    GroupChecks(World world, int shard, KnownRecoveries recoveries, @Nullable GroupChecks first) {
        this.world = world;
        this.shard = shard;
        world.nodes().forEach(_ -> shadows.add(new Shadow()));
        outcomes = new OneOutcome(world.nodes().size());
        keys = new KeysAreHonoured(committed, shard, world.clients().size());
        var all = new ArrayList<>(checks(recoveries));
        orders = first == null ? new OrderedMoves(committed) : first.orders;
        if (world.setup().shards() > 1) {
            all.add(new KeysStayInTheirShard(committed, shard, world.setup().shards()));
            all.add(new ClearsReachAllShards(committed));
            all.add(first == null ? orders : new GroupsChangeAsAsked(committed, orders, shard));
            all.add(new GoneForGood(shadows));
            all.add(new MembersStay(committed, world.nodes().size()));
        }
        checks = List.copyOf(all);
    }

    private List<Check> checks(KnownRecoveries recoveries) {
        int nodes = world.nodes().size();
        var votes = new OneVoteATerm(nodes);
        var hashes = new HashesTellStatesApart();
        var configurations = new Configurations(committed, shadows);
        return List.of(
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
                new NewVotersHaveCaughtUp(world, shadows),
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
                keys,
                new AcknowledgedIsRecoverable(
                        world.nodes(), shadows, committed, shard, recoveries));
    }

    List<Shadow> shadows() {
        return shadows;
    }

    /** What its state is counted as after the entry at an index. */
    long sizeBytes(long index) {
        return sizes.at(index);
    }

    /** The entry that made the write of a key, 0 if none did. */
    long effect(WriteKey key) {
        return keys.effect(key);
    }

    /** The index of the last entry that any node has called committed. */
    long committed() {
        return committed.lastIndex();
    }

    void recovered(SimNode node, Recovered recovered) {
        Shadow shadow = shadows.get(node.number());
        if (shard == 0) {
            shadow.begun(node.id()); // Every node is in this group, as itself.
        }
        Recovered.Shard found = Shards.in(recovered, shard);
        outcomes.started(node);
        shadow.booted(node, found);
        each(check -> check.booted(node, found));
    }

    void diskLost(SimNode node) {
        shadows.get(node.number()).gone();
        each(check -> check.gone(node));
    }

    void stepped(SimNode machine, Effects effects) {
        List<Effects.Answer> answers =
                Shards.only(effects.answers(), a -> world.askedOf(a.token()) == shard);
        outcomes.answered(machine, answers);
        Shadow shadow = shadows.get(machine.number());
        GroupStep step = world.groupStep(machine, effects, shard);
        WriteBatch batch = effects.write();
        LogWrite written = Shards.in(batch, shard);
        if (shadow.owned() && batch != null && written != null && written.hard().gone()) {
            committed.until(lastSeen(answers), shadow.handed());
            shadow.left(batch.sequence(), written);
            each(check -> check.taken(machine));
            each(check -> check.gone(machine));
        }
        if (step == null) {
            return;
        }
        if (!shadow.owned()) {
            shadow.begun(step.id());
            each(check -> check.booted(machine, null));
        }
        shadow.stepped(step);
        var checked = new Step(step, shadow);
        each(check -> check.after(checked));
    }

    /** The newest entry that answers tell of: nothing else tells what a replica committed last. */
    private static long lastSeen(List<Effects.Answer> answers) {
        return answers.stream().mapToLong(a -> Replies.seen(a.reply())).max().orElse(0);
    }

    /** Tells all checks of something, in turn. */
    void each(Consumer<Check> event) {
        try {
            for (Check check : checks) {
                event.accept(check);
            }
        } catch (Violation e) {
            throw e.of(shard);
        }
    }
}
