package io.clew.sim.world;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Who belongs to one group: the newest configuration that is committed, and those beyond it that
 * nodes hold, each of which may yet come into force.
 */
final class GroupMembers {
    private final int shard;

    /** The latest configuration on each machine, and its index. */
    private final List<@Nullable Membership> latest = new ArrayList<>();

    private final long[] latestIndex;
    private @Nullable Membership committed;
    private long committedIndex;

    GroupMembers(int shard, int machines) {
        this.shard = shard;
        latestIndex = new long[machines];
        for (int i = 0; i < machines; i++) {
            latest.add(null);
        }
    }

    /** Looks at a node that has made a step; says what it goes by if that is new, else null. */
    @Nullable Membership stepped(SimNode machine) {
        SimProcess process = machine.process();
        Raft raft = process == null ? null : process.raft(shard);
        if (raft == null || raft.membershipIndex() == 0) {
            return null;
        }
        int number = machine.number();
        Membership now = raft.membership();
        boolean changed =
                latestIndex[number] != raft.membershipIndex() || !now.equals(latest.get(number));
        if (changed) {
            latest.set(number, now);
            latestIndex[number] = raft.membershipIndex();
        }
        if (latestIndex[number] > committedIndex && latestIndex[number] <= raft.commit()) {
            committed = now;
            committedIndex = latestIndex[number];
        }
        return changed ? now : null;
    }

    void diskLost(SimNode node) {
        latest.set(node.number(), null);
        latestIndex[node.number()] = 0;
    }

    /** The newest configuration that anybody knows to be committed, null before the first. */
    @Nullable Membership committed() {
        return committed;
    }

    /** The latest configuration of whoever leads the newest term; the committed one without. */
    @Nullable Membership latest(List<SimNode> nodes) {
        Membership found = committed;
        long term = 0;
        for (SimNode node : nodes) {
            SimProcess process = node.process();
            Raft raft = process == null ? null : process.raft(shard);
            if (raft != null && raft.leads() && raft.term() > term) {
                term = raft.term();
                found = raft.membership();
            }
        }
        return found;
    }

    /** Adds the halves of each of which a majority must work, or nothing may ever again. */
    void addVoters(List<List<NodeId>> halves) {
        Membership now = committed;
        if (now != null) {
            addVoters(now, halves);
        }
        for (int i = 0; i < latestIndex.length; i++) {
            Membership later = latest.get(i);
            if (later != null && latestIndex[i] > committedIndex) {
                addVoters(later, halves);
            }
        }
    }

    private static void addVoters(Membership membership, List<List<NodeId>> halves) {
        halves.add(ids(membership.voters()));
        if (membership.joint()) {
            halves.add(ids(membership.outgoing()));
        }
        if (membership.changing()) {
            var next = new ArrayList<>(ids(membership.voters()));
            next.removeAll(membership.leaving());
            next.addAll(ids(membership.joining()));
            halves.add(next);
        }
    }

    private static List<NodeId> ids(List<Member> members) {
        return members.stream().map(Member::id).toList();
    }
}
