package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

import java.util.List;

/**
 * The network falls apart, both ways or one way only. A minority is one of the voters, and a ring
 * goes round the machines of the cluster; all others fall on either side.
 */
final class Partition extends Fault {
    private enum Shape {
        SPLIT,
        ISOLATE_ONE,
        LEADER_IN_MINORITY,
        RING
    }

    Partition() {
        super("partition");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(100 * Setup.MILLI, 6 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        Dice dice = episode.dice();
        int size = episode.world().nodes().size();
        if (size < 2) {
            return;
        }
        Shape shape = Shape.values()[dice.between(0, Shape.values().length - 1)];
        boolean oneWay = shape != Shape.RING && dice.chance(0.25);
        boolean[][] cut =
                shape == Shape.RING
                        ? ring(numbers(episode.world().cluster().machines()), size)
                        : sides(side(episode, shape, size), oneWay);
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (cut[from][to]) {
                    episode.world().network().cut(episode, from, to);
                }
            }
        }
        episode.struck(shape + (oneWay ? " one way" : ""));
    }

    private static boolean[] side(Episode episode, Shape shape, int size) {
        Dice dice = episode.dice();
        boolean[] side = new boolean[size];
        switch (shape) {
            case ISOLATE_ONE -> side[dice.between(0, size - 1)] = true;
            case LEADER_IN_MINORITY -> {
                List<SimNode> voters = voters(episode.world());
                for (SimNode node : episode.world().nodes()) {
                    side[node.number()] = !voters.contains(node) && dice.chance(0.5);
                }
                side[leader(episode).number()] = true;
                // Whom it takes along may be itself: then no other voter is there.
                for (int i = 1; i < (voters.size() - 1) / 2; i++) {
                    side[dice.pick(voters).number()] = true;
                }
            }
            case SPLIT, RING -> {
                for (int i = 0; i < size; i++) {
                    side[i] = dice.chance(0.5);
                }
            }
        }
        return side;
    }

    private static List<SimNode> voters(World world) {
        Membership now = world.cluster().committed();
        return now == null
                ? world.cluster().machines()
                : world.nodes().stream().filter(n -> now.isVoter(n.id())).toList();
    }

    private static boolean[][] sides(boolean[] side, boolean oneWay) {
        boolean[][] cut = new boolean[side.length][side.length];
        for (int from = 0; from < side.length; from++) {
            for (int to = 0; to < side.length; to++) {
                cut[from][to] = side[from] != side[to] && (side[from] || !oneWay);
            }
        }
        return cut;
    }

    private static List<Integer> numbers(List<SimNode> machines) {
        return machines.stream().map(SimNode::number).toList();
    }

    /**
     * Everybody sees a majority, and not all: who is far away on the ring is cut.
     *
     * @param cluster the machines on it, by their numbers
     */
    static boolean[][] ring(List<Integer> cluster, int nodes) {
        int size = cluster.size();
        boolean[][] cut = new boolean[nodes][nodes];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                int around = Math.floorMod(to - from, size);
                int apart = Math.min(around, size - around);
                cut[cluster.get(from)][cluster.get(to)] = apart > (size / 2 + 1) / 2;
            }
        }
        // Three in a ring see all of each other: it is opened between the ends.
        if (size == 3) {
            cut[cluster.getFirst()][cluster.getLast()] = true;
            cut[cluster.getLast()][cluster.getFirst()] = true;
        }
        return cut;
    }
}
