package io.clew.sim;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Prints the hashes of some schedules, for a comparison with another virtual machine. */
final class HashesMain {
    private HashesMain() {}

    /** One schedule, written {@code members:3}. */
    record Case(String profile, long seed) {
        static Case parse(String text) {
            int colon = text.indexOf(':');
            return new Case(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
        }

        String line() {
            Result result = Simulation.run(Drawing.draw(seed, Profile.named(profile)), null);
            return this
                    + " "
                    + result.hash()
                    + " "
                    + result.events()
                    + " "
                    + result.simulatedNanos();
        }

        @Override
        public String toString() {
            return profile + ":" + seed;
        }
    }

    public static void main(String[] args) {
        for (String each : args) {
            System.out.println(Case.parse(each).line());
        }
    }

    /** Spread over the seeds of the default profile that a build runs, and some of others. */
    static List<Case> sample() {
        var sample = new ArrayList<Case>();
        LongStream.rangeClosed(0, 9)
                .forEach(i -> sample.add(new Case(Profile.DEFAULT.name(), 1 + i * 211)));
        for (String name : List.of("shards", "members")) {
            sample.add(new Case(name, 1));
            sample.add(new Case(name, 2));
        }
        sample.add(new Case("snapshots", 1));
        sample.add(new Case("readers", 1));
        return sample;
    }
}
