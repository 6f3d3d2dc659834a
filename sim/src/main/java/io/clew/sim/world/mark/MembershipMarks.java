package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Marks of members that come and go. */
final class MembershipMarks implements Observer {
    private final World world;
    private final Marks marks;
    private final int shard;

    /** What each node went by at the end of its last step, and where that was. */
    private final List<@Nullable Membership> before = new ArrayList<>();

    private final long[] index;
    private final boolean[] led;
    private final boolean[] departed;

    MembershipMarks(World world, Marks marks, int shard) {
        this.world = world;
        this.marks = marks;
        this.shard = shard;
        int nodes = world.nodes().size();
        index = new long[nodes];
        led = new boolean[nodes];
        departed = new boolean[nodes];
        world.nodes().forEach(_ -> before.add(null));
    }

    @Override
    public void booted(SimNode machine, Recovered recovered) {
        int node = machine.number();
        SimProcess process = machine.process();
        Raft raft = process == null ? null : process.raft(shard);
        Membership found = raft == null ? null : raft.membership();
        marks.hit(Mark.RECOVERS_JOINT, found != null && found.joint());
        before.set(node, found);
        index[node] = raft == null ? 0 : raft.membershipIndex();
        led[node] = false;
        departed[node] = false;
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        GroupStep step = world.groupStep(machine, effects, shard);
        if (step == null) {
            return;
        }
        int node = machine.number();
        Raft raft = step.raft();
        Membership last = before.get(node);
        Membership now = raft.membership();
        if (last != null && (raft.membershipIndex() != index[node] || !now.equals(last))) {
            configured(machine, raft, last, now);
        }
        for (Note note : step.notes()) {
            boolean votes = now.votes(raft.self());
            marks.hit(Mark.JOINER_FALLS_SILENT, note instanceof Note.JoinersTakenBack);
            boolean campaigns = note instanceof Note.Campaigned campaign && !campaign.pre();
            marks.hit(Mark.CAMPAIGNS_LEFT_OUT, campaigns && !votes);
            boolean gives = note instanceof Note.Voted vote && vote.granted() && !vote.pre();
            marks.hit(Mark.VOTES_BEFORE_IT_KNOWS, gives && !votes);
            boolean installs = note instanceof Note.SnapshotInstalled;
            marks.hit(Mark.INSTALLS_JOINT, installs && now.joint());
        }
        if (raft.leads() && !led[node] && last != null) {
            marks.hit(Mark.ELECTED_IN_JOINT, last.joint());
            marks.hit(Mark.ELECTED_WHILE_CATCHING_UP, !last.joining().isEmpty());
            marks.hit(Mark.LEADERS_DIFFER, anotherLeads(machine, now));
        }
        boolean left = raft.membershipIndex() <= raft.commit() && !now.contains(raft.self());
        marks.hit(Mark.LEAVES_WHILE_LEADING, raft.leads() && left && !departed[node]);
        departed[node] = left;
        led[node] = raft.leads();
        before.set(node, now);
        index[node] = raft.membershipIndex();
    }

    private void configured(SimNode machine, Raft raft, Membership last, Membership now) {
        boolean back = raft.membershipIndex() < index[machine.number()];
        marks.hit(Mark.TRUNCATES_JOINT, back && last.joint());
        boolean learned = last.contains(raft.self()) && !last.votes(raft.self());
        marks.hit(Mark.PROMOTED, !back && learned && now.votes(raft.self()));
        boolean takenBack =
                !back
                        && raft.leads()
                        && last.joining().stream().anyMatch(m -> !now.contains(m.id()));
        marks.hit(Mark.CHANGE_TAKEN_BACK, takenBack);
    }

    private boolean anotherLeads(SimNode machine, Membership now) {
        for (SimNode other : world.nodes()) {
            SimProcess process = other.process();
            Raft raft = process == null ? null : process.raft(shard);
            if (other != machine
                    && raft != null
                    && raft.leads()
                    && !raft.membership().equals(now)) {
                return true;
            }
        }
        return false;
    }
}
