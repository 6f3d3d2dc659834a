package io.clew.sim;

import io.clew.sim.schedule.Profile;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Says what a failed run violated, and how to see it again. */
public final class Failures {
    private Failures() {}

    public static String text(long seed, Profile profile, Result result) {
        Result.Failure failure = result.failure();
        if (failure == null) {
            throw new IllegalArgumentException("seed " + seed + " passed");
        }
        var text = new StringWriter();
        var out = new PrintWriter(text);
        out.println("seed " + seed + " violates: " + failure.invariant());
        out.println("  " + failure.what());
        Throwable cause = failure.cause().getCause();
        if (cause != null) {
            cause.printStackTrace(out);
        }
        String which = seed + profileOption(profile);
        out.println("  replay: " + replay(seed, profile) + " --trace");
        out.println("  look: " + replay(seed, profile) + " --html failure.html");
        out.print("  shrink: ./run.sh sim shrink " + which + " --out failure.txt");
        return text.toString();
    }

    /** The one command that runs the same schedule again. */
    public static String replay(long seed, Profile profile) {
        return "./run.sh sim run --seed " + seed + profileOption(profile);
    }

    private static String profileOption(Profile profile) {
        return profile.equals(Profile.DEFAULT) ? "" : " --profile '" + profile.name() + "'";
    }
}
