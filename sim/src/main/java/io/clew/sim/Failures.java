package io.clew.sim;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Says what a failed run violated, and how to see it again. */
public final class Failures {
    private Failures() {}

    public static String text(Result result) {
        Result.Failure failure = result.failure();
        if (failure == null) {
            throw new IllegalArgumentException("seed " + result.seed() + " passed");
        }
        var text = new StringWriter();
        var out = new PrintWriter(text);
        out.println("seed " + result.seed() + " violates: " + failure.invariant());
        out.println("  " + failure.what());
        Throwable cause = failure.cause().getCause();
        if (cause != null) {
            cause.printStackTrace(out);
        }
        out.print("  replay: " + replay(result.seed()));
        return text.toString();
    }

    /** The one command that runs the same schedule again. */
    public static String replay(long seed) {
        return "./run.sh sim run --seed " + seed + " --trace";
    }
}
