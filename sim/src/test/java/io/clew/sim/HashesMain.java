package io.clew.sim;

import java.util.stream.LongStream;

/** Prints the hashes of some seeds, for a comparison with another virtual machine. */
final class HashesMain {
    private HashesMain() {}

    public static void main(String[] args) {
        for (String seed : args) {
            System.out.println(line(Long.parseLong(seed)));
        }
    }

    static String line(long seed) {
        Result result = Simulation.run(seed);
        return seed + " " + result.hash() + " " + result.events() + " " + result.simulatedNanos();
    }

    /** Spread over all that a build runs. */
    static LongStream sample() {
        return LongStream.rangeClosed(1, 10).map(i -> 1 + (i - 1) * 211);
    }
}
