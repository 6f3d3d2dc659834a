package io.clew.server;

import java.util.Comparator;
import java.util.List;

/**
 * Refuses folders that are of one and the same node. At most one of them is what the node knew
 * last, and an older one must not vouch for anything: entries that the node has acknowledged since
 * are not in it.
 */
final class Copies {
    /** How far a replica was: numbers and terms never fall, nor do last entries within a term. */
    private static final Comparator<FoundShard> PROGRESS =
            Comparator.comparingInt((FoundShard s) -> s.shard().hard().replica())
                    .thenComparingLong(FoundShard::term)
                    .thenComparing(FoundShard::last);

    private Copies() {}

    /**
     * @throws StartException if two are of one node; it says which is newer
     */
    static void refuse(List<FoundData> folders) {
        for (int i = 0; i < folders.size(); i++) {
            for (FoundData later : folders.subList(i + 1, folders.size())) {
                FoundData one = folders.get(i);
                if (one.node().bound() && one.node().equals(later.node())) {
                    throw new StartException(
                            one.where()
                                    + " and "
                                    + later.where()
                                    + " are both of node "
                                    + one.node()
                                    + ", and one node has one say: "
                                    + verdict(one, later));
                }
            }
        }
    }

    private static String verdict(FoundData one, FoundData other) {
        String ahead = firstAhead(one, other);
        String behind = firstAhead(other, one);
        if (ahead.isEmpty() && behind.isEmpty()) {
            return contradict(one, other)
                    ? "both are equally far and hold DIFFERENT keys or values; leave out the one"
                            + " that you trust less"
                    : "both hold the same; leave one of them out" + unread(one, other);
        }
        if (!ahead.isEmpty() && !behind.isEmpty()) {
            return "each is ahead of the other ("
                    + ahead
                    + "; "
                    + behind
                    + "), so that both have run since one was copied; leave out the one that you"
                    + " trust less"
                    + unread(one, other);
        }
        return ahead.isEmpty()
                ? newer(other, one, behind) + unread(one, other)
                : newer(one, other, ahead) + unread(one, other);
    }

    private static String newer(FoundData newer, FoundData older, String why) {
        return newer.where() + " is the newer (" + why + "); leave " + older.where() + " out";
    }

    /** In which shard one is ahead, in words; empty if it is nowhere. */
    private static String firstAhead(FoundData one, FoundData other) {
        for (FoundShard each : one.shards()) {
            FoundShard that = other.shard(each.number());
            if (that != null && PROGRESS.compare(each, that) > 0) {
                return "shard "
                        + each.number()
                        + " is in term "
                        + each.term()
                        + " with the last entry "
                        + each.last()
                        + " there, and in term "
                        + that.term()
                        + " with "
                        + that.last()
                        + " in "
                        + that.where();
            }
        }
        return "";
    }

    private static boolean contradict(FoundData one, FoundData other) {
        return one.shards().stream()
                .anyMatch(
                        each -> {
                            FoundShard that = other.shard(each.number());
                            return that != null && that.hash() != each.hash();
                        });
    }

    /** More may have been there behind the damage. */
    private static String unread(FoundData one, FoundData other) {
        if (one.damage() == null && other.damage() == null) {
            return "";
        }
        FoundData damaged = one.damage() == null ? other : one;
        return " (" + damaged.where() + " is damaged, and was compared up to the damage alone)";
    }
}
