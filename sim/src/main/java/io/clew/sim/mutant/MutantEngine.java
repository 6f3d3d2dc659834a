package io.clew.sim.mutant;

import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The simulator over an engine with a planted bug. */
public final class MutantEngine {
    /** What a run that breaks off without any verdict is counted as. */
    private static final String BREAKS = "the simulator runs to the end";

    private final Method run;

    private MutantEngine(Method run) {
        this.run = run;
    }

    /**
     * What a seed saw.
     *
     * @param oracle the invariant that it found violated
     * @param counts whether an oracle of the simulator saw it: that the engine stops by a check of
     *     its own, or falls over, is no find
     */
    public record Sight(String oracle, boolean counts) {}

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

    /** What a seed sees, null if nothing. */
    public @Nullable Sight sees(long seed) {
        return sees(seed, null);
    }

    /**
     * @param listener is told what happens, null if nobody wants to know
     */
    public @Nullable Sight sees(long seed, @Nullable Consumer<String> listener) {
        try {
            Object result = run.invoke(null, seed, listener);
            Object failure = result.getClass().getMethod("failure").invoke(result);
            if (failure == null) {
                return null;
            }
            var invariant = (String) failure.getClass().getMethod("invariant").invoke(failure);
            return new Sight(invariant, !Violation.ofItsOwnRules(invariant));
        } catch (InvocationTargetException e) {
            if (listener != null) {
                listener.accept(String.valueOf(e.getCause()));
            }
            return new Sight(BREAKS, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot run the simulator", e);
        }
    }
}
