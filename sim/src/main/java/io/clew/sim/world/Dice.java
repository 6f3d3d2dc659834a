package io.clew.sim.world;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One stream of chance. Every part of the world draws from a stream of its own, named after what it
 * is for, so that a change in one part does not shift the draws of all the others.
 */
public final class Dice implements RandomGenerator {
    private final SplittableRandom random;
    private final long seed;

    private Dice(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    public static Dice of(long seed, String stream) {
        return new Dice(mix(seed, stream.hashCode()));
    }

    /** A stream that depends on this one's origin and on the name, not on what was drawn so far. */
    public Dice stream(String name) {
        return new Dice(mix(seed, name.hashCode()));
    }

    public Dice stream(String name, long number) {
        return new Dice(mix(mix(seed, name.hashCode()), number));
    }

    private static long mix(long seed, long name) {
        return new SplittableRandom(seed * 31 + name).nextLong();
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** Uniform in {@code from} … {@code to}, both included. */
    public int between(int from, int to) {
        return from + (int) (nextDouble() * (to - from + 1.0));
    }

    public long between(long from, long to) {
        return from + (long) (nextDouble() * (to - from + 1.0));
    }

    public double between(double from, double to) {
        return from + nextDouble() * (to - from);
    }

    /** Uniform on a logarithmic scale: every order of magnitude is equally likely. */
    public long magnitude(long from, long to) {
        double log = between(StrictMath.log((double) from), StrictMath.log((double) to));
        return Math.clamp(StrictMath.round(StrictMath.exp(log)), from, to);
    }

    /** Exponentially distributed, cut off at twenty times the mean. */
    public long exponential(long mean) {
        return (long) (mean * Math.min(20, -StrictMath.log(1 - nextDouble())));
    }

    public <T> T pick(List<T> options) {
        return options.get(between(0, options.size() - 1));
    }
}
