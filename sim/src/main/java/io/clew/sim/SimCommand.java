package io.clew.sim;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;
import java.util.concurrent.Callable;

/** A command that can say that it was called wrongly. */
public abstract class SimCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    protected SimCommand() {}

    protected final CommandSpec spec() {
        return Objects.requireNonNull(spec, "set by the command line");
    }

    protected final ParameterException usage(String what) {
        return new ParameterException(line(), what);
    }

    /** Whether somebody gave an option, be it what it is without. */
    protected final boolean given(String option) {
        return line().getParseResult().hasMatchedOption(option);
    }

    /** Or nothing would be done, and nothing would be found. */
    protected final void requireTime(double minutes) {
        if (!(minutes > 0)) {
            throw usage("--minutes must be more than 0");
        }
    }

    private CommandLine line() {
        return spec().commandLine();
    }
}
