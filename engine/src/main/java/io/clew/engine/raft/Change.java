package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A change of a cluster's members, carried out as one: whoever is to vote catches up as a learner
 * first, then all come and go together by joint consensus (Raft §6).
 *
 * <pre>
 *   begun    those who are to vote are learners that catch up
 *   joint    majorities of the old and of the new voters decide together
 *   settled  the new voters decide alone
 * </pre>
 *
 * Each is a configuration in the log, and each follows when the one before is committed. A change
 * of one voter takes the same way, although majorities that differ by one always overlap: one way
 * that is always right is easier to trust than two.
 *
 * @param voters who is to join and to vote
 * @param replicas who is to join and only follow
 * @param removed who is to go, voter or not
 */
public record Change(List<Member> voters, List<Member> replicas, List<NodeId> removed) {
    private static final Comparator<Member> BY_ADDRESS =
            Comparator.comparing(Member::address).thenComparing(Member::id);

    public Change {
        voters = List.copyOf(voters);
        replicas = List.copyOf(replicas);
        removed = List.copyOf(removed);
    }

    /** Whether somebody else comes to the address of a member. */
    public boolean displaces(Member owner) {
        return displaces(voters, owner) || displaces(replicas, owner);
    }

    /** Whether one of these is somebody else at the address of a member. */
    public static boolean displaces(List<Member> comers, Member owner) {
        return comers.stream()
                .anyMatch(
                        comer ->
                                comer.address().equals(owner.address())
                                        && !comer.id().equals(owner.id()));
    }

    /** Why the change must wait, null if it need not. */
    public @Nullable String mustWait(Membership current) {
        if (current.joint()) {
            return "another change is about to be completed";
        }
        if (current.changing() && !cancels(current)) {
            return "another change waits until "
                    + names(current.joining())
                    + " has caught up; one"
                    + " that removes who joins takes its place";
        }
        return tooFewMet(current);
    }

    /**
     * Where a majority may found a cluster, founders may be missing whose identity nobody knows.
     * They count as voters, but can agree to nothing, and can be met only between two changes: one
     * that made them a half would never end.
     */
    private @Nullable String tooFewMet(Membership current) {
        List<Member> after = without(current.voters(), removed);
        after.addAll(voters);
        List<Member> unmet = after.stream().filter(m -> !m.id().bound()).toList();
        return !unmet.isEmpty() && 2 * unmet.size() >= after.size()
                ? "without those who are to go, nothing could be decided before "
                        + names(unmet)
                        + " has been met"
                : null;
    }

    private static String names(List<Member> members) {
        return String.join(", ", members.stream().map(Member::address).toList());
    }

    /** Why the change makes no sense, null if it does. */
    public @Nullable String refusal(Membership current) {
        if (voters.isEmpty() && replicas.isEmpty() && removed.isEmpty()) {
            return "nothing is to change";
        }
        var comers = new ArrayList<Member>(voters);
        comers.addAll(replicas);
        for (Member comer : comers) {
            String why = refusal(current, comer);
            if (why != null) {
                return why;
            }
        }
        for (NodeId id : removed) {
            if (!current.contains(id)) {
                return "node " + id + " is not a member";
            }
        }
        if (comers.stream().map(Member::id).distinct().count() < comers.size()) {
            return "a node is to join twice";
        }
        boolean anybodyLeft = current.voters().stream().anyMatch(m -> !removed.contains(m.id()));
        return anybodyLeft || !voters.isEmpty()
                ? null
                : "no voter would be left: a cluster ends by stopping its nodes";
    }

    private @Nullable String refusal(Membership current, Member comer) {
        if (!comer.id().bound()) {
            return "nobody is known at " + comer.address();
        }
        if (current.contains(comer.id())) {
            return "node " + comer.id() + " at " + comer.address() + " is a member already";
        }
        for (Member member : current.members()) {
            if (member.address().equals(comer.address()) && !removed.contains(member.id())) {
                return comer.address() + " is the address of member " + member.id();
            }
        }
        return null;
    }

    /** Whether it takes back all who were to join, and so the change that is under way. */
    private boolean cancels(Membership current) {
        return removed.containsAll(current.joining().stream().map(Member::id).toList());
    }

    /** The configuration that begins the change; {@link #refusal} must be null. */
    public Membership begin(Membership current) {
        List<Member> kept = without(current.replicas(), removed);
        kept.addAll(replicas);
        var joining = without(current.joining(), removed);
        joining.addAll(voters);
        var leaving = new ArrayList<NodeId>();
        for (NodeId id : removed) {
            if (current.isVoter(id)) {
                leaving.add(id);
            }
        }
        Membership begun =
                current.with(current.voters(), List.of(), sorted(joining), leaving, sorted(kept));
        return joining.isEmpty() && !leaving.isEmpty() ? joint(begun) : begun;
    }

    /** The configuration in which both the voters of before and of after decide. */
    static Membership joint(Membership begun) {
        List<Member> voters = without(begun.voters(), begun.leaving());
        voters.addAll(begun.joining());
        return begun.with(sorted(voters), begun.voters(), List.of(), List.of(), begun.replicas());
    }

    /** The configuration at the end of the change. */
    static Membership settled(Membership joint) {
        return joint.with(joint.voters(), List.of(), List.of(), List.of(), joint.replicas());
    }

    private static List<Member> without(List<Member> members, List<NodeId> gone) {
        var left = new ArrayList<Member>(members);
        left.removeIf(m -> gone.contains(m.id()));
        return left;
    }

    private static List<Member> sorted(List<Member> members) {
        return members.stream().sorted(BY_ADDRESS).toList();
    }
}
