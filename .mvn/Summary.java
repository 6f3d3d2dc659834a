import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// The last lines of a build: `java .mvn/Summary.java 2026-01-31T12:00:00Z`, run at the repository
/// root, counts the tests that have run since then in all modules, says why some were skipped, and
/// repeats what the simulator reported about itself.
class Summary {
    static int run;
    static int failed;
    static int skipped;
    static final TreeMap<String, Integer> reasons = new TreeMap<>();

    static void main(String[] args) throws Exception {
        Instant since = Instant.parse(args[0]);
        for (Path report : reports()) {
            if (!Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                count(report);
            }
        }
        System.out.println();
        System.out.printf("Tests: %d run, %d failed, %d skipped%n", run, failed, skipped);
        reasons.forEach((reason, n) -> System.out.printf("  skipped %d: %s%n", n, reason));
        Path simulated = Path.of("sim/target/sim-summary.txt");
        if (Files.exists(simulated)
                && !Files.getLastModifiedTime(simulated).toInstant().isBefore(since)) {
            Files.readAllLines(simulated).forEach(System.out::println);
        }
    }

    static List<Path> reports() throws Exception {
        var found = new ArrayList<Path>();
        try (var modules = Files.list(Path.of(""))) {
            for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
                for (String kind : List.of("surefire-reports", "failsafe-reports")) {
                    Path folder = module.resolve("target").resolve(kind);
                    if (Files.isDirectory(folder)) {
                        try (var files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
                            files.forEach(found::add);
                        }
                    }
                }
            }
        }
        return found;
    }

    static void count(Path report) throws Exception {
        var cases =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            var test = (Element) cases.item(i);
            var skips = test.getElementsByTagName("skipped");
            if (skips.getLength() > 0) {
                skipped++;
                reasons.merge(reason((Element) skips.item(0)), 1, Integer::sum);
                continue;
            }
            run++;
            boolean bad =
                    test.getElementsByTagName("failure").getLength() > 0
                            || test.getElementsByTagName("error").getLength() > 0;
            failed += bad ? 1 : 0;
        }
    }

    static String reason(Element skip) {
        String text = skip.getAttribute("message").strip();
        if (text.isEmpty()) {
            text = skip.getTextContent().strip();
        }
        String line = text.lines().findFirst().orElse("no reason given");
        return line.replaceFirst("^[\\w.]+(Exception|Error|AbortedException): ", "")
                .replaceFirst("^Assumption failed: ", "");
    }
}
