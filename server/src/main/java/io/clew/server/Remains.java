package io.clew.server;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What is left of one shard in all folders together.
 *
 * @param found in the order of the folders
 * @param best the most advanced of those that can be used, a whole one if several are, null if
 *     there is none
 * @param voters one half of its group's configuration, or both while it is changing; empty if
 *     nobody knows
 * @param here the members of the group whose data is there and whole
 */
record Remains(
        int shard,
        List<FoundShard> found,
        @Nullable FoundShard best,
        List<List<NodeId>> voters,
        List<NodeId> here) {
    /** Of equally long logs one that can be trusted: another may have made of it what is wrong. */
    private static final Comparator<FoundShard> BETTER =
            Comparator.comparing(FoundShard::last).thenComparing(FoundShard::whole);

    Remains {
        found = List.copyOf(found);
        voters = List.copyOf(voters);
        here = List.copyOf(here);
    }

    /**
     * @param mapped whom the map of the shards gives it to, for when its group says nothing
     */
    static Remains of(int shard, List<FoundData> folders, boolean salvage, List<NodeId> mapped) {
        var found = folders.stream().map(f -> f.shard(shard)).filter(s -> s != null).toList();
        FoundShard best = null;
        for (FoundShard each : found) {
            boolean usable = each.whole() || salvage;
            if (usable && (best == null || BETTER.compare(each, best) > 0)) {
                best = each;
            }
        }
        var here = new TreeSet<NodeId>();
        for (FoundData folder : folders) {
            FoundShard each = folder.shard(shard);
            if (each != null && each.whole()) {
                here.add(folder.node().replica(each.shard().hard().replica()));
            }
        }
        return new Remains(shard, found, best, voters(best, mapped), List.copyOf(here));
    }

    private static List<List<NodeId>> voters(@Nullable FoundShard best, List<NodeId> mapped) {
        Membership membership = best == null ? null : best.membership();
        if (membership == null) {
            return mapped.isEmpty() ? List.of() : List.of(mapped);
        }
        List<NodeId> now = ids(membership.voters());
        List<NodeId> before = ids(membership.outgoing());
        return before.isEmpty() ? List.of(now) : List.of(now, before);
    }

    private static List<NodeId> ids(List<Member> members) {
        return members.stream().map(Member::id).toList();
    }

    /** How many there have to be in a half, and how many there are. */
    int here(List<NodeId> half) {
        return (int) half.stream().filter(here::contains).count();
    }

    /**
     * Whether a majority of the group is here, so that one of them has each entry that was
     * acknowledged, and the most advanced has them all.
     */
    boolean complete() {
        return !voters.isEmpty() && voters.stream().allMatch(half -> here(half) > half.size() / 2);
    }

    /** Whether nothing is left of it, though there may have been something. */
    boolean lost() {
        return !complete() && last().equals(LogId.ZERO);
    }

    LogId last() {
        return best == null ? LogId.ZERO : best.last();
    }

    /** Whether some have the same log as the most advanced, and another state all the same. */
    boolean differs() {
        FoundShard most = best;
        return most != null
                && found.stream()
                        .anyMatch(f -> f.last().equals(most.last()) && f.hash() != most.hash());
    }
}
