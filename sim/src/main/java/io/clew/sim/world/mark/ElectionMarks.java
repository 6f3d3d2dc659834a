package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.Standing;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

/** Marks of a group's votes, terms and leaders. */
final class ElectionMarks implements Observer {
    private final World world;
    private final Marks marks;
    private final int shard;
    private final long[] commit;
    private final boolean[] led;
    private final boolean[] campaigned;
    private final boolean[] campaigning;

    ElectionMarks(World world, Marks marks, int shard) {
        int nodes = world.nodes().size();
        this.world = world;
        this.marks = marks;
        this.shard = shard;
        commit = new long[nodes];
        led = new boolean[nodes];
        campaigned = new boolean[nodes];
        campaigning = new boolean[nodes];
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        commit[node.number()] = 0;
        led[node.number()] = false;
        campaigned[node.number()] = false;
        campaigning[node.number()] = false;
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        GroupStep step = world.groupStep(machine, effects, shard);
        if (step == null) {
            return;
        }
        int node = machine.number();
        Raft raft = step.raft();
        for (Note note : step.notes()) {
            see(node, raft, note);
        }
        if (raft.leads()) {
            marks.hit(
                    Mark.ELECTED_WITH_OLD_ENTRIES,
                    !led[node] && raft.log().lastIndex() - 1 > raft.commit());
            marks.hit(Mark.COMMITS_OLD_TERMS, led[node] && commitsOldTerms(node, raft));
            if (!led[node]) {
                countLeaders();
            }
        }
        // A campaign that neither won nor met a newer term, and is over.
        marks.hit(
                Mark.LOSES_ELECTION,
                campaigning[node] && !raft.leads() && !raft.campaigns() && raft.leader() == null);
        if (raft.leader() != null) {
            campaigned[node] = false;
        }
        led[node] = raft.leads();
        campaigning[node] = raft.campaigns();
        commit[node] = raft.commit();
    }

    @Override
    public void asked(SimNode node, long token, Request request) {
        Raft raft = raft(node);
        if (raft == null
                || !led[node.number()]
                || Shards.of(request, world.setup().shards()) != shard) {
            return;
        }
        for (SimNode other : world.nodes()) {
            Raft running = raft(other);
            if (running != null && led[other.number()] && running.term() > raft.term()) {
                marks.hit(Mark.DEPOSED_LEADER_IS_ASKED);
            }
        }
    }

    @Override
    public void crashed(SimNode node) {
        led[node.number()] = false;
    }

    private void see(int node, Raft raft, Note note) {
        if (note instanceof Note.Voted vote && !vote.granted()) {
            marks.hit(Mark.VOTE_TAKEN, vote.why().startsWith("already voted"));
            marks.hit(Mark.LOG_TOO_OLD, vote.why().startsWith("its log ends"));
            marks.hit(Mark.LEADER_IS_HEARD, vote.why().startsWith("the leader is heard"));
            marks.hit(Mark.NOT_A_MEMBER, vote.why().startsWith("not a member"));
        } else if (note instanceof Note.RoleChanged change) {
            marks.hit(Mark.NO_MAJORITY_ANSWERS, change.why().equals("no majority answers"));
            marks.hit(Mark.LEADER_DISK_HANGS, change.why().equals("its disk does not answer"));
        } else if (note instanceof Note.Waits waits) {
            marks.hit(Mark.WAITS_WITH_EMPTY_DISK, waits.standing() == Standing.SHUT_OUT);
        } else if (note instanceof Note.Campaigned campaign && !campaign.pre()) {
            marks.hit(Mark.SPLIT_VOTE, campaigned[node]);
            marks.hit(Mark.CAMPAIGNS_BEHIND, raft.log().lastIndex() < committedAnywhere());
            campaigned[node] = true;
        }
    }

    private long committedAnywhere() {
        long most = 0;
        for (long each : commit) {
            most = Math.max(most, each);
        }
        return most;
    }

    private boolean commitsOldTerms(int node, Raft raft) {
        long first = commit[node] + 1;
        return raft.commit() > first
                && raft.log().contains(first)
                && raft.log().term(first) < raft.term();
    }

    private @Nullable Raft raft(SimNode node) {
        SimProcess process = node.process();
        return process == null ? null : process.raft(shard);
    }

    private void countLeaders() {
        int leaders = 0;
        for (SimNode node : world.nodes()) {
            Raft raft = raft(node);
            leaders += raft != null && raft.leads() ? 1 : 0;
        }
        marks.hit(Mark.SEVERAL_LEADERS, leaders >= 2);
        marks.hit(Mark.THREE_LEADERS, leaders >= 3);
    }
}
