package io.clew.linearizability.html;

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

/** Opens pages in a real browser and looks at what its scripts made of them. */
class BrowserTest {
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
    void aViolationOpensWithItsSmallestPart() throws Exception {
        String dom = open(Pages.page(Pages.staleRead()), "");
        assertEquals("3", drawn(dom, "drawn"));
        assertEquals("2", drawn(dom, "rows"));
        assertTrue(dom.contains("<h2 id=\"name\">Key a</h2>"), dom);
        assertTrue(dom.contains("<li class=\"failing\">get → \"1\"<small>"), dom);
        assertTrue(dom.contains("3 of 6 operations on this key"), dom);
        // 0 or 1 while 1 is put, then 1, then 1 or 2, then 2, and at last nothing.
        assertEquals("5", drawn(dom, "values"));
        assertEquals("2", drawn(dom, "edges"));
        assertTrue(dom.indexOf("<b>a</b>") < dom.indexOf("<b>b</b>"), "what is bad comes first");
    }

    @Test
    void buttonsShowThePrefixAndTheWholeAndAnotherKey() throws Exception {
        String page = Pages.page(Pages.staleRead());
        assertEquals("5", drawn(open(page, "click('[data-part=prefix]')"), "drawn"));
        assertEquals("6", drawn(open(page, "click('[data-part=whole]')"), "drawn"));
        String other = open(page, "click('#keys li:nth-child(2) button')");
        assertEquals("1", drawn(other, "drawn"));
        assertTrue(other.contains("<h2 id=\"name\">Key b</h2>"), other);
    }

    @Test
    void aGoodHistoryIsDrawnWhole() throws Exception {
        String dom = open(Pages.page(Pages.ofAllKinds("k", "v")), "");
        assertEquals("7", drawn(dom, "drawn"));
        assertEquals("4", drawn(dom, "points"));
        assertEquals("0", drawn(dom, "edges"));
        assertTrue(dom.contains("all 7 operations on this key"), dom);
    }

    @Test
    void tenThousandOperationsAreDrawnAsFarAsTheyAreVisible() throws Exception {
        String page = Pages.page(Pages.ofSize(10_000));
        String near = open(page, "");
        int few = Integer.parseInt(drawn(near, "drawn"));
        assertTrue(few > 5 && few < 500, few + " bars");
        int many = Integer.parseInt(drawn(open(page, "press('0')"), "drawn"));
        assertTrue(many > few && many <= 10_000, many + " bars");
        double further = Double.parseDouble(drawn(open(page, "press('ArrowRight')"), "left"));
        assertTrue(further > Double.parseDouble(drawn(near, "left")), near);
    }

    @Test
    void keysAndWheelZoomAndPointingTells() throws Exception {
        String page = Pages.page(Pages.staleRead());
        double before = Double.parseDouble(drawn(open(page, ""), "scale"));
        double wheel = Double.parseDouble(drawn(open(page, "wheel(-300)"), "scale"));
        double plus = Double.parseDouble(drawn(open(page, "press('+')"), "scale"));
        double back = Double.parseDouble(drawn(open(page, "press('+');press('-')"), "scale"));
        assertTrue(wheel > before && plus > before, before + " " + wheel + " " + plus);
        assertEquals(before, back, 0.001);
        String told = open(page, "point(80, 40)");
        assertTrue(told.contains("<strong>put \"1\"</strong>"), told);
        assertTrue(told.contains("<dt>invoked</dt><dd>7</dd>"), told);
        String stepped = open(page, "press('n')");
        assertTrue(stepped.contains("<strong>get → \"1\"</strong>"), stepped);
        assertTrue(stepped.contains("<dt>before it</dt><dd>2</dd>"), stepped);
        assertTrue(stepped.contains("<dt>after it</dt><dd>no value is possible</dd>"), stepped);
    }

    @Test
    void hostileTextIsShownAndNotRun() throws Exception {
        String hostile = Pages.HOSTILE;
        String dom = open(Pages.page(hostile, Pages.ofAllKinds(hostile, hostile)), "press('n')");
        assertFalse(dom.contains("<title>run"), dom);
        assertFalse(dom.contains("<img"), dom);
        assertEquals("7", drawn(dom, "drawn"));
        assertTrue(dom.contains("<h2 id=\"name\">Key &lt;/script&gt;&lt;img src=x"), dom);
    }

    /** The document after the page's own script and then {@code action} have run. */
    private String open(String page, String action) throws IOException, InterruptedException {
        String hands =
                """
                <script>
                const at = (type, init) => document.getElementById('stage').dispatchEvent(
                    new type.of(type.name, { bubbles: true, cancelable: true, ...init }));
                const box = document.getElementById('timeline').getBoundingClientRect();
                const click = query => document.querySelector(query).click();
                const press = key => at({ of: KeyboardEvent, name: 'keydown' }, { key });
                const wheel = deltaY => at({ of: WheelEvent, name: 'wheel' }, { deltaY, clientX: box.left + 300 });
                const point = (x, y) => at({ of: PointerEvent, name: 'pointermove' },
                    { clientX: box.left + x, clientY: box.top + y });
                %s
                </script>
                </body>"""
                        .formatted(action);
        Path file = folder.resolve("page.html");
        Files.writeString(file, page.replace("</body>", hands));
        Path dom = folder.resolve("dom.html");
        Process chromium =
                new ProcessBuilder(command(file))
                        .redirectOutput(dom.toFile())
                        .redirectError(folder.resolve("chromium.log").toFile())
                        .start();
        boolean ended = chromium.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        chromium.destroyForcibly();
        assertTrue(ended, "chromium did not end");
        return Files.readString(dom, StandardCharsets.UTF_8);
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
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1280,800",
                "--dump-dom",
                file.toUri().toString());
    }

    private static String drawn(String dom, String name) {
        Matcher found = Pattern.compile("data-" + name + "=\"([^\"]*)\"").matcher(dom);
        assertTrue(found.find(), dom);
        return found.group(1);
    }
}
