package io.clew.linearizability;

import io.clew.linearizability.knossos.Knossos;
import io.clew.linearizability.knossos.KnossosUnavailableException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** The options that say who decides: this checker, Knossos, or both. */
final class CheckerOptions {
    enum Choice {
        CLEW,
        KNOSSOS,
        BOTH;

        @Override
        public String toString() {
            return switch (this) {
                case CLEW -> "clew";
                case KNOSSOS -> "knossos";
                case BOTH -> "both";
            };
        }
    }

    private static final String ALL_JARS = "*";

    @Option(
            names = "--checker",
            description =
                    "one of ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}); if both have a"
                            + " verdict and disagree, the exit status is 2")
    private Choice choice = Choice.CLEW;

    @Option(
            names = "--knossos-classpath",
            paramLabel = "PATH",
            description =
                    "jars with Knossos and Clojure, FOLDER/* for all of a folder; by default those"
                            + " in the folder knossos beside this program")
    private @Nullable String classpath;

    private @Nullable Knossos knossos;

    boolean asksClew() {
        return choice != Choice.KNOSSOS;
    }

    boolean asksKnossos() {
        return choice != Choice.CLEW;
    }

    /** Knossos, loaded when it is asked for the first time. */
    Knossos knossos() throws IOException, KnossosUnavailableException {
        Knossos loaded = knossos;
        if (loaded == null) {
            loaded = Knossos.load(jars());
            knossos = loaded;
        }
        return loaded;
    }

    void close() {
        if (knossos != null) {
            knossos.close();
            knossos = null;
        }
    }

    private List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        if (classpath == null) {
            addAll(besideThisProgram(), jars);
            return jars;
        }
        for (String each : classpath.split(File.pathSeparator, -1)) {
            if (each.endsWith(ALL_JARS)) {
                addAll(Path.of(each.substring(0, each.length() - ALL_JARS.length())), jars);
            } else {
                jars.add(Path.of(each));
            }
        }
        return jars;
    }

    private static void addAll(Path folder, List<Path> jars) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
                found.forEach(jars::add);
            }
        }
    }

    private static Path besideThisProgram() {
        CodeSource source = CheckerOptions.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Path.of("knossos")
                    : Path.of(source.getLocation().toURI()).resolveSibling("knossos");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a program without a place", impossible);
        }
    }
}
