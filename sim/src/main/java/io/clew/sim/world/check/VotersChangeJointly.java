package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;

import java.util.ArrayList;
import java.util.List;

/**
 * Voters come and go only by joint consensus (Raft §6): first both old and new ones decide, then
 * the new ones alone; and whoever is to vote is a learner before.
 */
final class VotersChangeJointly extends Check {
    private final Configurations configurations;

    VotersChangeJointly(Configurations configurations) {
        super("voters change by joint consensus");
        this.configurations = configurations;
    }

    @Override
    void after(Step step) {
        if (step.leads() == 0) {
            return;
        }
        Membership before = configurations.before(step);
        for (Entry entry : step.shadow().added()) {
            if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                Membership last = before;
                Membership next = Membership.decode(entry.payload());
                require(
                        entry.term() != step.leads() || follows(last, next),
                        () -> step.machine() + " goes from " + last + " to " + next);
                before = next;
            }
        }
    }

    private static boolean follows(Membership last, Membership next) {
        if (!last.bound()) {
            return !next.joint(); // It is being founded: nobody relies on it yet.
        }
        if (last.joint()) {
            return !next.joint() && next.voters().equals(last.voters());
        }
        if (!last.joining().isEmpty() && !next.joining().isEmpty()) {
            // The first change comes to its end, or is taken back, before a second one.
            boolean same = next.joining().equals(last.joining());
            boolean others = next.joining().stream().noneMatch(last.joining()::contains);
            return (same || others) && onlyMeets(last.voters(), next.voters());
        }
        if (!next.joint()) {
            return next.voters().equals(last.voters()) || onlyMeets(last.voters(), next.voters());
        }
        var comers = new ArrayList<>(next.voters());
        comers.removeAll(last.voters());
        return next.outgoing().equals(last.voters()) && last.joining().containsAll(comers);
    }

    /** Whether nothing happens but that members are met who were known by their addresses. */
    private static boolean onlyMeets(List<Member> last, List<Member> next) {
        boolean same = last.size() == next.size();
        for (int i = 0; same && i < last.size(); i++) {
            Member before = last.get(i);
            same =
                    before.address().equals(next.get(i).address())
                            && (!before.id().bound() || before.equals(next.get(i)));
        }
        return same;
    }
}
