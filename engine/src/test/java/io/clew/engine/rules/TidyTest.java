package io.clew.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Limits that keep all modules' files and methods small enough to be read at once. */
class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int TEST_FILE_LINES_MAX = 600;
    private static final int METHOD_LINES_MAX = 70;
    private static final int COLUMNS_MAX = 100;
    private static final Pattern POSTPONED = Pattern.compile("\\b(TO[D]O|FIX[M]E|X[X]X)\\b");

    @Test
    void everyFileOfEveryModuleIsTidy() {
        var files = javaFiles();
        assertTrue(files.stream().anyMatch(f -> f.endsWith("TidyTest.java")));
        var complaints = new ArrayList<String>();
        for (var file : files) {
            var lines = lines(file);
            boolean test = file.toString().replace('\\', '/').contains("/src/test/");
            for (var complaint : complaints(lines, test)) {
                complaints.add(file.getFileName() + complaint);
            }
        }
        assertEquals("", String.join("\n", complaints));
    }

    @Test
    void aLongFileALongMethodAWideLineAndAPostponedThingAreFound() {
        var lines = new ArrayList<String>();
        lines.add("record R(char c) { // " + "wide ".repeat(20));
        lines.add("    @A(\"{\") int f(int x) throws E {");
        for (int i = 0; i < METHOD_LINES_MAX - 1; i++) {
            lines.add("        if (x == '{') { /* { */ } else { /* to" + "do */ }");
        }
        lines.add("    }");
        lines.add("    // TO" + "DO");
        lines.add("    static final Object LONG = new Object() {");
        for (int i = 0; i < FILE_LINES_MAX; i++) {
            lines.add("        int f" + i + "() { return 1; }");
        }
        lines.add("    };");
        lines.add("}");
        assertEquals(
                List.of(
                        " has " + lines.size() + " lines",
                        ":1 has 122 columns",
                        ":73 postpones",
                        ":2 begins a method of 71 lines"),
                complaints(lines, false));
        assertEquals(2, complaints(lines, true).size());
    }

    private static List<String> complaints(List<String> lines, boolean test) {
        var complaints = new ArrayList<String>();
        if (lines.size() > (test ? TEST_FILE_LINES_MAX : FILE_LINES_MAX)) {
            complaints.add(" has " + lines.size() + " lines");
        }
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            // Tables in tests may be as wide as they need.
            if (!test && line.length() > COLUMNS_MAX && !line.startsWith("import ")) {
                complaints.add(":" + (i + 1) + " has " + line.length() + " columns");
            }
            if (POSTPONED.matcher(line).find()) {
                complaints.add(":" + (i + 1) + " postpones");
            }
        }
        complaints.addAll(new MethodScan(String.join("\n", lines)).complaints());
        return complaints;
    }

    private static List<Path> javaFiles() {
        var root = Path.of(System.getProperty("clew.root", ".."));
        try (var modules = Files.list(root)) {
            var files = new ArrayList<Path>();
            for (var module : modules.sorted().toList()) {
                files.addAll(javaFiles(module.resolve("src")));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /**
     * Finds methods by their braces: a block is one if brackets stand before it and it is no type.
     * A block inside a method may be taken for one too, which does no harm: it is shorter.
     */
    private static final class MethodScan {
        private static final Pattern COMMENT_OR_LITERAL =
                Pattern.compile(
                        "//[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(\\\\.|[^\"\\\\\\n])*\""
                                + "|'(\\\\.|[^'\\\\\\n])+'",
                        Pattern.DOTALL);
        private static final Pattern TYPE =
                Pattern.compile("(?<![.\\w])(class|interface|enum|record|new)\\s");

        private final String code;
        private final List<String> complaints = new ArrayList<>();

        MethodScan(String text) {
            // Only the line ends of what could contain a brace are kept.
            code =
                    COMMENT_OR_LITERAL
                            .matcher(text)
                            .replaceAll(m -> m.group().replaceAll("[^\\n]+", " "));
        }

        List<String> complaints() {
            scan(0, 1);
            return complaints;
        }

        /** Reads a block up to and with its closing brace; returns the position after it. */
        private int scan(int from, int firstLine) {
            int line = firstLine;
            int statement = from;
            int at = from;
            while (at < code.length() && code.charAt(at) != '}') {
                char c = code.charAt(at++);
                if (c == '{') {
                    var head = code.substring(statement, at);
                    int end = scan(at, line);
                    int last = line + newlines(code.substring(at, end));
                    int start = line - newlines(head.stripLeading());
                    if (isMethod(head) && last - start >= METHOD_LINES_MAX) {
                        complain(start, last);
                    }
                    line = last;
                    at = end;
                    statement = at;
                } else if (c == ';') {
                    statement = at;
                } else if (c == '\n') {
                    line++;
                }
            }
            return Math.min(at + 1, code.length());
        }

        private static boolean isMethod(String head) {
            return head.contains("(") && !TYPE.matcher(head).find();
        }

        private void complain(int start, int last) {
            complaints.add(
                    String.format(
                            Locale.ROOT,
                            ":%d begins a method of %d lines",
                            start,
                            last - start + 1));
        }

        private static int newlines(String text) {
            return (int) text.chars().filter(c -> c == '\n').count();
        }
    }
}
