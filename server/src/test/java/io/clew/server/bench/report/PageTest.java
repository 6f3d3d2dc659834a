package io.clew.server.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class PageTest {
    private static final BarChart BARS =
            new BarChart("Speed", "longer", "A & B", "C", 1, List.of(new Bars("<row>", 30, 10)));

    private static NodeList shapes(Chart chart, String shape) throws Exception {
        var bytes = chart.svg().getBytes(StandardCharsets.UTF_8);
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new ByteArrayInputStream(bytes)).getElementsByTagName(shape);
    }

    private static double length(NodeList rects, int index) {
        return Double.parseDouble(((Element) rects.item(index)).getAttribute("width"));
    }

    @Test
    void bars_are_as_long_as_their_figures_say() throws Exception {
        NodeList rects = shapes(BARS, "rect");
        assertEquals(4, rects.getLength(), "two of the legend, two of the row");
        assertEquals(3, length(rects, 2) / length(rects, 3), 0.01);
        assertTrue(BARS.svg().contains("3.00 ×"));
    }

    @Test
    void a_line_that_is_flat_looks_flat_and_starts_at_zero() throws Exception {
        var chart =
                new LineChart("Cost", "", List.of("1", "10", "100"), List.of(50.0, 100.0, 0.0), 0);
        NodeList dots = shapes(chart, "circle");
        assertEquals("146.0", ((Element) dots.item(0)).getAttribute("cy"));
        assertEquals("72.0", ((Element) dots.item(1)).getAttribute("cy"));
        assertEquals("220.0", ((Element) dots.item(2)).getAttribute("cy"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LineChart("", "", List.of("1"), List.of(), 0));
    }

    @Test
    void times_are_counted_in_ranges_of_a_round_width() throws Exception {
        var chart = new HistogramChart("Pauses", "", List.of(120.0, 149.9, 150.0, 480.0));
        assertEquals(25, chart.ranges().width());
        assertEquals(
                List.of(0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
                chart.ranges().counts());
        assertEquals(4, shapes(chart, "rect").getLength());
        assertEquals(1, new HistogramChart("", "", List.of(0.0)).ranges().counts().size());
        assertTrue(new HistogramChart("", "", List.of(90_000.0)).ranges().counts().size() <= 20);
    }

    @Test
    void the_page_needs_nothing_from_elsewhere_and_escapes_what_it_shows() {
        var table = new TextTable(List.of("a<b", "c"));
        table.row(List.of("\"x\"", "1"));
        String html = new Page("T & Q").note("<note>").chart(BARS).table(table).html();
        assertFalse(html.contains("<script") || html.contains("http"), html);
        assertTrue(html.contains("<h1>T &amp; Q</h1>"));
        assertTrue(html.contains("<p>&lt;note&gt;</p>"));
        assertTrue(html.contains("<th>a&lt;b</th><th>c</th>"));
        assertTrue(html.contains("<td>&quot;x&quot;</td><td>1</td>"));
        assertTrue(html.contains("prefers-color-scheme: dark"));
    }

    @Test
    void a_row_has_a_cell_under_each_heading() {
        var table = new TextTable(List.of("a", "b"));
        assertThrows(IllegalArgumentException.class, () -> table.row(List.of("only one")));
    }
}
