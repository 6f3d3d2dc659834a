package io.clew.sim.world;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One stream of chance. Every part of the world draws from a stream of its own, named after what it
 * is for, so that a change in one part does not shift the draws of all the others.
 */
public final class Dice implements RandomGenerator {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1.0p-53;

    private final long seed;
    private long state;

    private Dice(long seed) {
        this.seed = seed;
        this.state = seed;
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

    /** Goes on with the draws that belong to a number, whatever has been drawn before. */
    public Dice at(long number) {
        state = mix(seed, number);
        return this;
    }

    /** What belongs to a seed and a number, uniform in 0 … 1, without a stream. */
    static double unit(long seed, long number) {
        return (mix(seed, number) >>> 11) * UNIT;
    }

    private static long mix(long seed, long name) {
        return scramble(seed * 31 + name + GAMMA);
    }

    /** The finalizer of SplitMix64, as the JDK's own splittable generator has it. */
    private static long scramble(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        state += GAMMA;
        return scramble(state);
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
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
        return exponential(mean, nextDouble());
    }

    /** The exponentially distributed value that belongs to a uniform one. */
    static long exponential(long mean, double unit) {
        return (long) (mean * Math.min(20, -StrictMath.log(1 - unit)));
    }

    public <T> T pick(List<T> options) {
        return options.get(between(0, options.size() - 1));
    }
}
