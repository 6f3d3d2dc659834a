package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class PageOptionTest {
    private static final String GOOD = "src/test/resources/histories/concurrent-ok.jsonl";
    private static final String BAD = "src/test/resources/histories/stale-read-bad.jsonl";

    @TempDir private Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void writesAPageBesideTheUsualVerdict() throws Exception {
        Path page = folder.resolve("it's a page.html");
        assertEquals(1, run("--states", "1000", "--html", page.toString(), BAD));
        String html = Files.readString(page);
        assertTrue(html.contains("<h1>" + BAD + "</h1>"), html);
        String quoted = "'" + page.toString().replace("'", "'\\''") + "'";
        assertTrue(
                html.contains(
                        "java -jar clew-check.jar --states 1000 --html " + quoted + " " + BAD),
                html);
    }

    @Test
    void showsOneHistoryOnly() {
        Path page = folder.resolve("page.html");
        assertEquals(3, run("--html", page.toString(), GOOD, BAD));
        assertTrue(err.toString().contains("--html shows one history, not 2"), err::toString);
        assertFalse(Files.exists(page));
    }

    @Test
    void aPageThatCannotBeWrittenDoesNotHideAViolation() {
        String nowhere = folder.resolve("absent/page.html").toString();
        assertEquals(1, run("--html", nowhere, BAD));
        assertEquals(3, run("--html", nowhere, GOOD));
        assertTrue(err.toString().startsWith(nowhere + ": cannot be written"), err::toString);
    }

    @Test
    void halfACharacterInAValueSpoilsNoPage() throws Exception {
        Path history = folder.resolve("h.jsonl");
        Files.writeString(
                history,
                """
                {"process":0,"type":"invoke","f":"get","key":"a"}
                {"process":0,"type":"ok","value":"\\ud800"}
                """);
        Path page = folder.resolve("page.html");
        assertEquals(1, run("--html", page.toString(), history.toString()));
        assertEquals("", err.toString());
        assertTrue(Files.readString(page).contains("returned &quot;?&quot;"));
    }
}
