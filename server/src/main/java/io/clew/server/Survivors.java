package io.clew.server;

import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is left of one cluster: the folders that were found, and each of its shards.
 *
 * @param shards in the order of their numbers; empty if no folder tells of a cluster
 */
record Survivors(List<FoundData> folders, List<Remains> shards) {
    Survivors {
        folders = List.copyOf(folders);
        shards = List.copyOf(shards);
    }

    /**
     * @param salvage whether to use what is damaged or was set aside, too
     * @throws StartException if the folders are of several clusters, or two are of one node
     */
    static Survivors of(List<FoundData> folders, boolean salvage) {
        var clusters = new TreeMap<Long, String>();
        folders.forEach(f -> clusters.putIfAbsent(f.cluster(), f.where()));
        clusters.remove(0L);
        if (clusters.size() > 1) {
            var names = new TreeSet<String>();
            clusters.forEach((id, where) -> names.add(where + " of " + name(id)));
            throw new StartException(
                    "the folders are not of one cluster: " + String.join(", ", names));
        }
        Copies.refuse(folders);
        var shards = new ArrayList<Remains>();
        Remains first = Remains.of(0, folders, salvage, List.of());
        FoundShard best = first.best();
        Membership membership = best == null ? null : best.membership();
        if (best == null || membership == null) {
            return new Survivors(folders, List.of());
        }
        shards.add(first);
        for (int shard = 1; shard < membership.shards(); shard++) {
            shards.add(Remains.of(shard, folders, salvage, mapped(best.placement(), shard)));
        }
        return new Survivors(folders, shards);
    }

    private static List<NodeId> mapped(@Nullable Placement placement, int shard) {
        return placement == null ? List.of() : placement.assignment(shard).replicas();
    }

    static String name(long cluster) {
        return HexFormat.of().toHexDigits(cluster);
    }

    /** The numbers of the shards of which nothing is left. */
    List<Integer> lost() {
        return shards.stream().filter(Remains::lost).map(Remains::shard).toList();
    }

    /** The most advanced of each shard of which anything is left. */
    SortedMap<Integer, Recovered.Shard> best() {
        var best = new TreeMap<Integer, Recovered.Shard>();
        for (Remains each : shards) {
            if (each.best() != null) {
                best.put(each.shard(), each.best().shard());
            }
        }
        return best;
    }
}
