package io.clew.engine.placement;

import io.clew.engine.raft.NodeId;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of moves that do not come to their end.
 *
 * @param hanging shards whose moves hang, of those {@link Rebalancer#underWay}
 * @param avoided hosts to which a move has been given up lately
 * @param tried hosts to which moves of a shard have been given up, the last one last
 */
public record Obstacles(
        SortedSet<Integer> hanging,
        SortedSet<NodeId> avoided,
        SortedMap<Integer, List<NodeId>> tried) {
    public static final Obstacles NONE = hanging(Collections.emptySortedSet());

    public Obstacles {
        hanging = Collections.unmodifiableSortedSet(new TreeSet<>(hanging));
        avoided = Collections.unmodifiableSortedSet(new TreeSet<>(avoided));
        tried = Collections.unmodifiableSortedMap(new TreeMap<>(tried));
    }

    static Obstacles hanging(SortedSet<Integer> shards) {
        return new Obstacles(shards, Collections.emptySortedSet(), Collections.emptySortedMap());
    }
}
