package io.clew.sim.mutant;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The simulator over an engine with a planted bug. */
public final class MutantEngine {
    private final Method run;

    private MutantEngine(Method run) {
        this.run = run;
    }

    /**
     * @param root the root of the repository, where the sources are
     */
    public static MutantEngine of(Mutant mutant, Path root) throws IOException {
        var classes = MutantCompiler.compile(mutant.sources(root));
        try {
            return new MutantEngine(
                    new MutantLoader(classes)
                            .loadClass("io.clew.sim.Simulation")
                            .getMethod("run", long.class, Consumer.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load the simulator again", e);
        }
    }

    /** The invariant that a seed sees violated, null if it sees nothing. */
    public @Nullable String violatedBy(long seed) {
        return violatedBy(seed, null);
    }

    /**
     * @param listener is told what happens, null if nobody wants to know
     */
    public @Nullable String violatedBy(long seed, @Nullable Consumer<String> listener) {
        try {
            Object result = run.invoke(null, seed, listener);
            Object failure = result.getClass().getMethod("failure").invoke(result);
            return failure == null
                    ? null
                    : (String) failure.getClass().getMethod("invariant").invoke(failure);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("seed " + seed + " broke the simulator", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot run the simulator", e);
        }
    }
}
