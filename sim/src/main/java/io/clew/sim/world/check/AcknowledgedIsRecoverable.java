package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;

import java.util.List;
import java.util.Objects;

/**
 * At the moment in which a write is answered the whole cluster could lose power: the real recovery,
 * run on copies of all disks, must find the write on a majority of them.
 */
final class AcknowledgedIsRecoverable extends Check {
    static final String RULE = "acknowledged is recoverable";

    private final List<SimNode> machines;
    private final List<Shadow> shadows;
    private final CommittedLog committed;
    private final int shard;
    private final KnownRecoveries trial;

    AcknowledgedIsRecoverable(
            List<SimNode> machines,
            List<Shadow> shadows,
            CommittedLog committed,
            int shard,
            KnownRecoveries trial) {
        super(RULE);
        this.machines = machines;
        this.shadows = shadows;
        this.committed = committed;
        this.shard = shard;
        this.trial = trial;
    }

    @Override
    void after(Step step) {
        // Writes answered together are on disk together: the newest stands for all of them.
        long newest = 0;
        for (Effects.Answer answer : step.answers()) {
            newest = Math.max(newest, Replies.acknowledged(answer.reply()));
        }
        if (newest > 0) {
            check(step, newest);
        }
    }

    private void check(Step step, long revision) {
        require(
                revision <= committed.lastIndex(),
                () -> step.machine() + " acknowledges " + revision + ", which nobody committed");
        Entry entry = committed.at(revision);
        require(majorityHas(step, entry, false), () -> lost(step, entry, "nothing"));
        require(majorityHas(step, entry, true), () -> lost(step, entry, "a part"));
    }

    private static String lost(Step step, Entry entry, String kept) {
        return step.machine()
                + " acknowledges "
                + entry.id()
                + ", which a power loss that keeps "
                + kept
                + " of what is not synced would lose";
    }

    /**
     * Whoever is elected must have it. If the leader has gone on from a joint configuration to the
     * new voters, or has met who is at an address that was nobody's, they alone may have committed
     * it, and must all the same.
     */
    private boolean majorityHas(Step step, Entry entry, boolean keepPart) {
        long at = committed.configuredAt();
        Membership newest = Objects.requireNonNull(committed.configurationAt(at));
        boolean newer = step.raft().membershipIndex() > at;
        Membership now = step.raft().membership();
        if (newer && !now.joint() && majorityHas(now.voters(), entry, keepPart)) {
            return true;
        }
        return majorityHas(newest.voters(), entry, keepPart)
                && (!newest.joint()
                        || step.raft().membershipIndex() != at
                        || majorityHas(newest.outgoing(), entry, keepPart));
    }

    private boolean majorityHas(List<Member> half, Entry entry, boolean keepPart) {
        int found = 0;
        for (int i = 0; i < half.size() && 2 * found <= half.size(); i++) {
            found += has(half.get(i).id(), entry, keepPart) ? 1 : 0;
        }
        return 2 * found > half.size();
    }

    private boolean has(NodeId voter, Entry entry, boolean keepPart) {
        for (int i = 0; voter.bound() && i < machines.size(); i++) {
            Shadow shadow = shadows.get(i);
            if (shadow.belongsTo(voter) ? has(i, entry, keepPart) : shadow.has(voter, entry.id())) {
                return true;
            }
        }
        return false;
    }

    private boolean has(int number, Entry entry, boolean keepPart) {
        SimNode machine = machines.get(number);
        if (machine.hasDamagedDisk()) {
            // What was there before counts, as on a disk that is lost.
            return shadows.get(number).durable().covers(entry.id());
        }
        // Where nothing waits for a sync, both kinds of power loss leave the same.
        Recovered recovered =
                keepPart && !machine.disk().synced()
                        ? trial.after(machine, SimDisk.Crash.KEEPS_SOME_AND_GARBAGE)
                        : trial.durable(machine);
        Recovered.Shard found = Shards.in(recovered, shard);
        if (found == null) {
            return false;
        }
        SnapshotState snapshot = found.snapshot();
        LogId covered = snapshot == null ? LogId.ZERO : snapshot.last();
        if (covered.index() >= entry.index()) {
            return true;
        }
        int offset = (int) (entry.index() - covered.index() - 1);
        return offset < found.entries().size() && found.entries().get(offset).equals(entry);
    }
}
