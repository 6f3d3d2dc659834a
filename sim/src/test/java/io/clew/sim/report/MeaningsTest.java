package io.clew.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Whoever looks at a failure is told what follows from it, whatever was violated. */
class MeaningsTest {
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));
    private static final Path SOURCES = ROOT.resolve("sim/src/main/java/io/clew/sim");

    private static final String TEXT = "\"([^\"]+)\"";

    /** The ways in which sources give a rule its name. */
    private static final List<Pattern> NAMED =
            List.of(
                    Pattern.compile("new Violation\\(\\s*" + TEXT),
                    Pattern.compile("(?:RULE|_STOPS) = " + TEXT),
                    Pattern.compile(TEXT + ",\\s*\\(\\) ->"),
                    Pattern.compile("(?:wait|settle|violation)\\(\\s*" + TEXT));

    /** That of a check, if it goes by one name. */
    private static final Pattern OF_CHECK = Pattern.compile("super\\(\\s*" + TEXT);

    /** What is asked of a healed cluster and of a core alike. */
    private static final Pattern OF_BOTH = Pattern.compile("who \\+ " + TEXT);

    private static Set<String> rules() throws IOException {
        var rules = new TreeSet<String>();
        try (var files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                addRules(file, rules);
            }
        }
        return rules;
    }

    private static void addRules(Path file, Set<String> rules) throws IOException {
        String source = Files.readString(file);
        NAMED.forEach(
                pattern -> pattern.matcher(source).results().forEach(r -> rules.add(r.group(1))));
        boolean check = file.startsWith(SOURCES.resolve("world/check"));
        if (check && (source.contains("require(") || source.contains("EqualWhenApplied<"))) {
            OF_CHECK.matcher(source).results().forEach(r -> rules.add(r.group(1)));
        }
        OF_BOTH.matcher(source)
                .results()
                .forEach(
                        r -> {
                            rules.add("a healed cluster " + r.group(1));
                            rules.add("a core " + r.group(1));
                        });
    }

    @Test
    void everyRuleHasOne() throws IOException {
        Set<String> rules = rules();
        assertTrue(rules.size() > 80, rules::toString);
        var without = new TreeSet<>(rules);
        without.removeIf(rule -> !Meanings.of(rule).isEmpty());
        assertEquals(List.of(), List.copyOf(without), "rules without a meaning");
        var unknown = new TreeSet<>(Meanings.names());
        unknown.removeAll(rules);
        assertEquals(List.of(), List.copyOf(unknown), "meanings of rules that nothing names");
    }

    /** Else the rules above would be searched for in a way that misses some. */
    @Test
    void allThatPlantedBugsViolateAreAmongThem() throws IOException {
        Set<String> rules = rules();
        Files.readString(ROOT.resolve("sim/MUTANTS.md"))
                .lines()
                .map(line -> line.split(" \\| "))
                .filter(cells -> cells.length > 5 && cells[3].startsWith("**"))
                .flatMap(cells -> List.of(cells[4].split("; ")).stream())
                .forEach(seen -> assertTrue(rules.contains(seen), seen));
    }
}
