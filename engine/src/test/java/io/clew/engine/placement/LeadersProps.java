package io.clew.engine.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.NodeId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

class LeadersProps {
    @Property
    void aShardIsLedByAReplicaThatStaysOnAUsableNode(@ForAll long seed) {
        var placement = Worlds.any(new Random(seed));
        var leaders = Leaders.all(placement);
        assertNull(leaders[0]);
        for (int shard = 1; shard < placement.shards(); shard++) {
            var assignment = placement.assignment(shard);
            var able =
                    assignment.replicas().stream()
                            .filter(assignment.target()::contains)
                            .filter(placement::usable)
                            .toList();
            NodeId leader = leaders[shard];
            assertEquals(able.isEmpty(), leader == null);
            assertTrue(leader == null || able.contains(leader));
            assertEquals(leader, Leaders.preferred(placement, shard));
        }
    }

    @Property(tries = 2000)
    void noOtherChoiceIsMoreEven(@ForAll long seed) {
        var random = new Random(seed);
        int hosts = 1 + random.nextInt(5);
        var candidates = new int[1 + random.nextInt(7)][];
        for (int shard = 1; shard < candidates.length; shard++) {
            candidates[shard] = random.ints(0, hosts).limit(random.nextInt(4)).distinct().toArray();
        }
        int[] leaders = new LeaderSpread(candidates, hosts).leaders();
        var led = new int[hosts];
        Arrays.stream(leaders).filter(leader -> leader >= 0).forEach(leader -> led[leader]++);
        int best = bestCost(candidates, 1, new int[hosts]);
        assertEquals(best, cost(led), () -> Arrays.deepToString(candidates));
    }

    @Property(tries = 300)
    void movesChangeAboutAsManyLeadersAsThereAreMoves(@ForAll long seed) {
        var random = new Random(seed);
        int hosts = 4 + random.nextInt(6);
        var zones = new String[hosts];
        Arrays.fill(zones, "");
        var placement = Placement.found(2 + random.nextInt(100), 3, Worlds.hosts(zones));
        var drain = new PlacementChange.Drain(Worlds.node(1 + random.nextInt(hosts)), true);
        placement = after(placement, drain);
        long moves = 0;
        long changed = 0;
        for (var next = Rebalancer.next(placement, 1, Obstacles.NONE);
                next != null && moves < 1000;
                next = Rebalancer.next(placement, 1, Obstacles.NONE)) {
            var before = Leaders.all(placement);
            placement = after(placement, next);
            placement = after(placement, Worlds.obeyed(placement, next.shard()));
            var now = Leaders.all(placement);
            moves++;
            changed +=
                    IntStream.range(1, before.length)
                            .filter(shard -> !Objects.equals(before[shard], now[shard]))
                            .count();
        }
        assertTrue(changed <= 2 * (moves + hosts), changed + " leaders in " + moves + " moves");
    }

    private static Placement after(Placement before, PlacementChange change) {
        var after = Placement.apply(before, change);
        assertNotNull(after);
        return after;
    }

    private static int bestCost(int[][] candidates, int shard, int[] led) {
        if (shard == candidates.length) {
            return cost(led);
        }
        if (candidates[shard].length == 0) {
            return bestCost(candidates, shard + 1, led);
        }
        int best = Integer.MAX_VALUE;
        for (int host : candidates[shard]) {
            led[host]++;
            best = Math.min(best, bestCost(candidates, shard + 1, led));
            led[host]--;
        }
        return best;
    }

    private static int cost(int[] led) {
        return Arrays.stream(led).map(n -> n * n).sum();
    }
}
