package io.clew.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens pages of failures in a real browser and looks at what their scripts made of them. */
class FailurePageBrowserTest {
    private static final long SECONDS_MAX = 90;

    @TempDir private Path folder;

    @BeforeAll
    static void aBrowserIsThere() {
        boolean found =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "chromium")));
        assumeTrue(found, "no chromium on the PATH: the page is not tested in a browser");
    }

    @Test
    void aFailureIsDrawnAroundItsViolation() throws Exception {
        String dom = open(PlantedPages.vouchesBeforeTheSync(), "keep('home')");
        assertTrue(number(dom, "home-flights") > 2, "messages are drawn: " + dom);
        assertTrue(number(dom, "home-marks") > 2, "marks are drawn: " + dom);
        assertTrue(dom.contains("<li><button type=\"button\" class=\"violation\">"), dom);
        assertTrue(dom.contains("The logs when it was violated"), dom);
    }

    @Test
    void aWholeScheduleCanBeLookedAtCloselyAndFromAfar() throws Exception {
        String dom =
                open(
                        PlantedPages.passing(),
                        """
                        keep('near');
                        press('ArrowLeft'); keep('left');
                        press('+'); keep('closer');
                        press('0'); keep('all');
                        press('h'); keep('beats');
                        click('[data-axis=clock]'); keep('clock');
                        """);
        assertTrue(number(dom, "left-left") < number(dom, "near-left"), "arrows move");
        assertTrue(number(dom, "closer-scale") > number(dom, "near-scale"), "plus zooms in");
        assertTrue(number(dom, "all-scale") < number(dom, "near-scale"), "more than fits");
        assertTrue(number(dom, "all-flights") > number(dom, "near-flights"), "0 shows all");
        assertTrue(number(dom, "beats-flights") > number(dom, "all-flights"), "h: heartbeats");
        assertTrue(number(dom, "clock-flights") > 0, "by the clock");
        assertTrue(dom.contains("aria-pressed=\"true\">Clock"), dom);
    }

    @Test
    void lanesAndKindsCanBeHiddenAndPointingTells() throws Exception {
        String dom =
                open(
                        PlantedPages.passing(),
                        """
                        keep('all');
                        click('#lanes button'); keep('fewer');
                        click('[data-group=client]'); keep('alone');
                        press('n');
                        """);
        assertEquals(number(dom, "all-lanes") - 1, number(dom, "fewer-lanes"));
        assertEquals(0, number(dom, "alone-operations"));
        assertTrue(dom.contains("<div id=\"tip\" role=\"status\" style="), dom);
        assertTrue(dom.contains("<dt>"), dom);
    }

    private static double number(String dom, String name) {
        Matcher found = Pattern.compile("data-" + name + "=\"([^\"]*)\"").matcher(dom);
        assertTrue(found.find(), dom);
        return Double.parseDouble(found.group(1));
    }

    /** The document after the page's own script and then {@code action} have run. */
    private String open(String page, String action) throws IOException, InterruptedException {
        String listener =
                "<head><script>window.onerror = e => document.documentElement.dataset.failed = e;"
                        + "</script>";
        String hands =
                """
                <script>
                const click = query => document.querySelector(query).click();
                const press = key => document.getElementById('stage').dispatchEvent(
                    new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key }));
                const keep = name => Object.entries(document.getElementById('stage').dataset).forEach(
                    ([key, value]) => document.body.setAttribute('data-' + name + '-' + key, value));
                %s
                </script>
                </body>"""
                        .formatted(action);
        Path file = folder.resolve("page.html");
        Files.writeString(file, page.replaceFirst("<head>", listener).replace("</body>", hands));
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("chromium.log");
        Process chromium =
                new ProcessBuilder(command(file))
                        .redirectOutput(dom.toFile())
                        .redirectError(log.toFile())
                        .start();
        boolean ended = chromium.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        chromium.destroyForcibly();
        assertTrue(ended, "chromium did not end");
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertFalse(said.contains("CONSOLE"), said);
        String made = Files.readString(dom, StandardCharsets.UTF_8);
        assertFalse(made.contains("data-failed"), made.substring(0, Math.min(300, made.length())));
        return made;
    }

    private List<String> command(Path file) {
        return List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1280,900",
                "--dump-dom",
                file.toUri().toString());
    }
}
