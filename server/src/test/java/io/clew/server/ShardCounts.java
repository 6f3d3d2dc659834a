package io.clew.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the shards but shard 0, which is everywhere, are spread over nodes by what one node says.
 *
 * @param shards how many there are, shard 0 included
 * @param replicas by the address of each node that may have any
 * @param leaders by the address of each node that may have any
 * @param whole whether each shard has as many members as it is to have, and a leader
 * @param moves how many replicas are on their way
 */
record ShardCounts(
        int shards,
        Map<String, Integer> replicas,
        Map<String, Integer> leaders,
        boolean whole,
        int moves) {
    private static final Pattern SHARD =
            Pattern.compile(
                    "\"shard\": (\\d+), \"members\": \\[([^]]*)], \"leader\": (?:null|\"([^\"]*)\")");
    private static final Pattern NODE =
            Pattern.compile("\"id\": \"[^\"]*\", \"address\": \"([^\"]*)\"");
    private static final Pattern MOVES = Pattern.compile("\"moves\": (\\d+)");

    static ShardCounts of(String json, int factor) {
        var replicas = new TreeMap<String, Integer>();
        Matcher node = NODE.matcher(json);
        while (node.find()) {
            replicas.put(node.group(1), 0);
        }
        var leaders = new TreeMap<>(replicas);
        boolean whole = true;
        int shards = 0;
        Matcher shard = SHARD.matcher(json);
        while (shard.find()) {
            shards++;
            if (shard.group(1).equals("0")) {
                continue;
            }
            var members = new ArrayList<>(List.of(shard.group(2).split("\", \"", -1)));
            members.forEach(member -> replicas.merge(member.replace("\"", ""), 1, Integer::sum));
            String leader = shard.group(3);
            if (leader != null) {
                leaders.merge(leader, 1, Integer::sum);
            }
            whole &= members.size() == factor && leader != null;
        }
        Matcher moves = MOVES.matcher(json);
        return new ShardCounts(
                shards,
                replicas,
                leaders,
                whole,
                moves.find() ? Integer.parseInt(moves.group(1)) : -1);
    }

    /** Whether nothing moves any more and these nodes, and no others, have equal shares. */
    boolean even(Collection<String> nodes) {
        return whole && moves == 0 && shares(replicas, nodes) <= 1 && shares(leaders, nodes) <= 2;
    }

    /** The difference between the largest and the smallest share. */
    private static int shares(Map<String, Integer> counts, Collection<String> nodes) {
        boolean others =
                counts.entrySet().stream()
                        .anyMatch(each -> each.getValue() > 0 && !nodes.contains(each.getKey()));
        List<Integer> own = nodes.stream().map(node -> counts.getOrDefault(node, 0)).toList();
        return others ? Integer.MAX_VALUE : Collections.max(own) - Collections.min(own);
    }

    @Override
    public String toString() {
        return "replicas " + replicas.values() + ", leaders " + leaders.values();
    }
}
