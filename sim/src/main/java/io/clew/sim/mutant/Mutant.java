package io.clew.sim.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bug to plant: edits of source files as they are today. There is no copy of a class that could
 * fall behind; an edit that fits no longer is an error.
 *
 * @param name what is wrong, in a few words
 * @param seedsMax within so many seeds it must be found
 */
public record Mutant(String name, int seedsMax, List<Edit> edits) {
    private static final String SOURCES = "engine/src/main/java/";

    public Mutant {
        edits = List.copyOf(edits);
    }

    /**
     * One edit of one class of the engine.
     *
     * @param type the class, by its full name
     * @param before text that occurs exactly once in its source
     * @param after what takes its place
     */
    public record Edit(String type, String before, String after) {}

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
            throw new UncheckedIOException("mutant '" + name + "' needs the sources", e);
        }
    }

    private String apply(Edit edit, String source) {
        int at = source.indexOf(edit.before);
        if (at < 0 || source.indexOf(edit.before, at + 1) >= 0) {
            throw new IllegalStateException(
                    "mutant '"
                            + name
                            + "' no longer applies: its text does not occur once in "
                            + edit.type);
        }
        return source.substring(0, at) + edit.after + source.substring(at + edit.before.length());
    }
}
