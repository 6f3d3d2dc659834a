package io.clew.sim.mutant;

import io.clew.sim.schedule.Profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A bug to plant: edits of source files as they are today. There is no copy of a class that could
 * fall behind; an edit that fits no longer is an error.
 *
 * @param id its name in the catalogue of known bugs
 * @param what is wrong, in a few words
 * @param profile the kind of schedules in which it shows
 * @param seedsMax within so many seeds it must be found
 */
public record Mutant(String id, String what, String profile, int seedsMax, List<Edit> edits) {
    private static final String SOURCES = "engine/src/main/java/";
    private static final String ENGINE = "io.clew.engine.";
    private static final String DEFAULT_PROFILE = Profile.DEFAULT.name();
    private static final int STANDARD_SEEDS_MAX = 500;
    private static final int RARE_SEEDS_MAX = 2000;

    public Mutant {
        edits = List.copyOf(edits);
    }

    static Mutant of(String id, String what, Edit... edits) {
        return new Mutant(id, what, DEFAULT_PROFILE, STANDARD_SEEDS_MAX, List.of(edits));
    }

    /** One that needs several unlikely things at once: five of the catalogue may be such. */
    static Mutant rare(String id, String what, Edit... edits) {
        return new Mutant(id, what, DEFAULT_PROFILE, RARE_SEEDS_MAX, List.of(edits));
    }

    /** The same bug, to be looked for in other schedules. */
    public Mutant under(String otherProfile) {
        return new Mutant(id, what, otherProfile, seedsMax, edits);
    }

    /**
     * One edit of one class of the engine.
     *
     * @param type the class, by its full name
     * @param before text that occurs exactly once in its source, however it is broken into lines
     * @param after what takes its place
     */
    public record Edit(String type, String before, String after) {
        /**
         * @param type the class, by its name within the engine
         */
        static Edit in(String type, String before, String after) {
            return new Edit(ENGINE + type, before, after);
        }

        private Pattern pattern() {
            return Pattern.compile(
                    Arrays.stream(before.strip().split("\\s+"))
                            .map(Pattern::quote)
                            .collect(Collectors.joining("\\s+")));
        }
    }

    @Override
    public String toString() {
        return id + ", " + what;
    }

    /** The sources with the bug in them, by class. */
    Map<String, String> sources(Path root) {
        var sources = new TreeMap<String, String>();
        for (Edit edit : edits) {
            String source = sources.get(edit.type);
            sources.put(edit.type, apply(edit, source == null ? read(root, edit.type) : source));
        }
        return sources;
    }

    private String read(Path root, String type) {
        try {
            return Files.readString(root.resolve(SOURCES + type.replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException("mutant " + id + " needs the sources", e);
        }
    }

    private String apply(Edit edit, String source) {
        Matcher found = edit.pattern().matcher(source);
        boolean once = found.find();
        int start = once ? found.start() : 0;
        int end = once ? found.end() : 0;
        if (!once || found.find()) {
            throw new IllegalStateException(
                    "mutant "
                            + id
                            + " no longer applies: this does not occur once in "
                            + edit.type
                            + ": "
                            + edit.before);
        }
        return source.substring(0, start) + edit.after + source.substring(end);
    }
}
