package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** The network falls apart, both ways or one way only. */
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
        boolean oneWay = dice.chance(0.25);
        boolean[][] cut =
                shape == Shape.RING ? ring(size) : sides(side(episode, shape, size), oneWay);
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (cut[from][to]) {
                    episode.world().network().cut(episode, from, to);
                }
            }
        }
        episode.struck(shape + (oneWay ? " one way" : ""));
    }

    private boolean[] side(Episode episode, Shape shape, int size) {
        boolean[] side = new boolean[size];
        switch (shape) {
            case ISOLATE_ONE -> side[episode.dice().between(0, size - 1)] = true;
            case LEADER_IN_MINORITY -> {
                side[leader(episode).number()] = true;
                if (size > 3) {
                    side[episode.dice().between(0, size - 1)] = true;
                }
            }
            case SPLIT, RING -> {
                for (int i = 0; i < size; i++) {
                    side[i] = episode.dice().chance(0.5);
                }
            }
        }
        return side;
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

    /** Everybody sees a majority, and nobody sees the same one. */
    private static boolean[][] ring(int size) {
        boolean[][] cut = new boolean[size][size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                int apart =
                        Math.min(Math.floorMod(from - to, size), Math.floorMod(to - from, size));
                cut[from][to] = apart > (size + 1) / 4;
            }
        }
        return cut;
    }
}
