package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.World;

/** The network falls apart, both ways or one way only. */
final class Partition extends Fault {
    private enum Shape {
        SPLIT,
        ISOLATE_ONE,
        LEADER_IN_MINORITY,
        RING
    }

    Partition(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        int size = world().nodes().size();
        if (size < 2) {
            return;
        }
        Shape shape = Shape.values()[dice().between(0, Shape.values().length - 1)];
        boolean oneWay = dice().chance(0.25);
        boolean[][] cut = shape == Shape.RING ? ring(size) : sides(side(shape, size), oneWay);
        apply(cut, true);
        struck(shape + (oneWay ? " one way" : ""));
        until(dice().magnitude(100 * Setup.MILLI, 6 * Setup.SECOND), () -> apply(cut, false));
    }

    private boolean[] side(Shape shape, int size) {
        boolean[] side = new boolean[size];
        switch (shape) {
            case ISOLATE_ONE -> side[dice().between(0, size - 1)] = true;
            case LEADER_IN_MINORITY -> {
                side[leader().number()] = true;
                if (size > 3) {
                    side[dice().between(0, size - 1)] = true;
                }
            }
            case SPLIT, RING -> {
                for (int i = 0; i < size; i++) {
                    side[i] = dice().chance(0.5);
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

    private void apply(boolean[][] cut, boolean on) {
        for (int from = 0; from < cut.length; from++) {
            for (int to = 0; to < cut.length; to++) {
                if (cut[from][to] && on) {
                    world().network().cut(from, to);
                } else if (cut[from][to]) {
                    world().network().mend(from, to);
                }
            }
        }
    }
}
