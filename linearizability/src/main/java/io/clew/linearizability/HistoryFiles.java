package io.clew.linearizability;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Which files are meant where a folder is named: all histories in it and below, by their names. */
final class HistoryFiles {
    private static final Set<String> ENDINGS =
            Set.of("edn", "json", "jsonl", "log", "ndjson", "txt");

    private HistoryFiles() {}

    /** The files, with those of a folder in its place, in the order of their names. */
    static List<Path> in(List<Path> named, CommandLine command) {
        List<Path> files = new ArrayList<>();
        for (Path each : named) {
            if (Files.isDirectory(each)) {
                List<Path> inside = inside(each, command);
                if (inside.isEmpty()) {
                    throw new ParameterException(
                            command,
                            each
                                    + ": expected histories in this folder, files that end in one"
                                    + " of "
                                    + ENDINGS.stream().sorted().toList()
                                    + ", but found none");
                }
                files.addAll(inside);
            } else {
                files.add(each);
            }
        }
        return files;
    }

    private static List<Path> inside(Path folder, CommandLine command) {
        try {
            return below(folder);
        } catch (IOException cause) {
            throw new ParameterException(
                    command, folder + ": cannot be read: " + OutputFile.reason(cause), cause);
        }
    }

    /** All histories in the folder and below, in the order of their names. */
    static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(HistoryFiles::isHistory)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException inside) {
            throw Objects.requireNonNull(inside.getCause());
        }
    }

    private static boolean isHistory(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
