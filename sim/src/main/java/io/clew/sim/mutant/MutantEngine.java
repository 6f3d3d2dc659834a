package io.clew.sim.mutant;

import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The simulator over an engine with a planted bug. */
public final class MutantEngine {
    /** What a run that breaks off without any verdict is counted as. */
    private static final String BREAKS = "the simulator runs to the end";

    /** {@code Replay}, loaded once more. */
    private final Class<?> replay;

    private MutantEngine(Class<?> replay) {
        this.replay = replay;
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
            return new MutantEngine(new MutantLoader(classes).loadClass("io.clew.sim.Replay"));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load the simulator again", e);
        }
    }

    /** What a seed of the default profile sees, null if nothing. */
    public @Nullable Sight sees(long seed) {
        return sees(seed, null);
    }

    /**
     * @param listener is told what happens, null if nobody wants to know
     */
    public @Nullable Sight sees(long seed, @Nullable Consumer<String> listener) {
        return sees(seed, Profile.DEFAULT.name(), listener);
    }

    /** What a seed of a profile sees, null if nothing. */
    public @Nullable Sight sees(long seed, String profile, @Nullable Consumer<String> listener) {
        List<Class<?>> types = List.of(long.class, String.class, Consumer.class);
        return sight(listener, "violatedBy", types, seed, profile, listener);
    }

    /** What a written schedule sees, null if nothing. */
    public @Nullable Sight sees(String schedule, @Nullable Consumer<String> listener) {
        List<Class<?>> types = List.of(String.class, Consumer.class);
        return sight(listener, "violated", types, schedule, listener);
    }

    /** What really happened to a seed, written down. */
    public String executed(long seed, String profile) {
        return written("executed", List.of(long.class, String.class), seed, profile);
    }

    /** What really happened to a written schedule, written down. */
    public String executed(String schedule) {
        return written("executed", List.of(String.class), schedule);
    }

    /** A seed as a page to look at; the command is what a person types to run it again. */
    public String page(long seed, String profile, String command) {
        List<Class<?>> types = List.of(long.class, String.class, String.class);
        return written("page", types, seed, profile, command);
    }

    /** A written schedule as a page to look at. */
    public String page(String schedule, String name, String command) {
        List<Class<?>> types = List.of(String.class, String.class, String.class);
        return written("page", types, schedule, name, command);
    }

    /** What a crash at every so many boundaries of a short script sees, null if nothing. */
    public @Nullable Sight crashes(int every) {
        return sight(null, "crashes", List.of(int.class), every);
    }

    /** What the orders of messages after an opening see, null if nothing. */
    public @Nullable Sight orders(
            String opening, int timeouts, int crashes, int losses, long movesMax) {
        List<Class<?>> types = List.of(String.class, int.class, int.class, int.class, long.class);
        return sight(null, "orders", types, opening, timeouts, crashes, losses, movesMax);
    }

    /** Carries out {@code sim exhaust}, and returns its exit status. */
    public int exhaust(String... arguments) {
        return Integer.parseInt(written("exhaust", List.of(String[].class), (Object) arguments));
    }

    private @Nullable Sight sight(
            @Nullable Consumer<String> listener,
            String method,
            List<Class<?>> types,
            @Nullable Object... arguments) {
        try {
            String invariant = call(method, types, arguments);
            return invariant == null
                    ? null
                    : new Sight(invariant, !Violation.ofItsOwnRules(invariant));
        } catch (InvocationTargetException e) {
            if (listener != null) {
                listener.accept(String.valueOf(e.getCause()));
            }
            return new Sight(BREAKS, false);
        }
    }

    private String written(String method, List<Class<?>> types, Object... arguments) {
        try {
            return Objects.requireNonNull(call(method, types, arguments));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the simulator broke", e.getCause());
        }
    }

    private @Nullable String call(
            String method, List<Class<?>> types, @Nullable Object... arguments)
            throws InvocationTargetException {
        try {
            Class<?>[] classes = types.toArray(Class<?>[]::new);
            return (String) replay.getMethod(method, classes).invoke(null, arguments);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("cannot run the simulator", e);
        }
    }
}
