package io.clew.engine.placement;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Chooses one of the candidates of each shard so that all hosts lead as many as is possible.
 *
 * <p>It begins with the first candidates. While some host leads at least two more than another that
 * can be reached from it, by handing over a shard, whose new leader hands over one of its own, and
 * so on, it shifts one along the shortest such chain. When there is none left, no choice is more
 * even (a semi-matching is optimal if it has no cost-reducing path). So what was even stays as it
 * is, and a small change of the candidates moves few leaders.
 */
final class LeaderSpread {
    private static final int NONE = -1;

    /** For each shard, hosts; may be empty, and null at 0. */
    private final int[][] candidates;

    private final int[] leaders;
    private final int[] led;

    LeaderSpread(int[][] candidates, int hosts) {
        this.candidates = candidates;
        leaders = new int[candidates.length];
        led = new int[hosts];
        leaders[0] = NONE;
        for (int shard = 1; shard < candidates.length; shard++) {
            leaders[shard] = candidates[shard].length == 0 ? NONE : candidates[shard][0];
            if (leaders[shard] != NONE) {
                led[leaders[shard]]++;
            }
        }
    }

    /** For each shard the host that should lead it, -1 if it has no candidates. */
    int[] leaders() {
        boolean shifted;
        do {
            shifted = false;
            for (int host = 0; host < led.length; host++) {
                while (shiftFrom(host)) {
                    shifted = true;
                }
            }
        } while (shifted);
        return leaders;
    }

    private boolean shiftFrom(int from) {
        int[][] shards = shardsByLeader();
        // The shard by which a host was reached; its leader is the one before in the chain.
        var reachedBy = new int[led.length];
        Arrays.fill(reachedBy, NONE);
        var reached = new ArrayDeque<Integer>();
        reached.add(from);
        while (!reached.isEmpty()) {
            int host = reached.remove();
            if (led[host] <= led[from] - 2) {
                shift(from, host, reachedBy);
                return true;
            }
            for (int shard : shards[host]) {
                for (int other : candidates[shard]) {
                    if (other != from && reachedBy[other] == NONE) {
                        reachedBy[other] = shard;
                        reached.add(other);
                    }
                }
            }
        }
        return false;
    }

    private void shift(int from, int to, int[] reachedBy) {
        led[from]--;
        led[to]++;
        int host = to;
        while (host != from) {
            int shard = reachedBy[host];
            int before = leaders[shard];
            leaders[shard] = host;
            host = before;
        }
    }

    private int[][] shardsByLeader() {
        var shards = new int[led.length][];
        for (int host = 0; host < led.length; host++) {
            shards[host] = new int[led[host]];
        }
        var sizes = new int[led.length];
        for (int shard = 1; shard < leaders.length; shard++) {
            int leader = leaders[shard];
            if (leader != NONE) {
                shards[leader][sizes[leader]++] = shard;
            }
        }
        return shards;
    }
}
