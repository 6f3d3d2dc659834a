package io.clew.server.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One HTML file with charts and tables, which needs nothing from elsewhere. */
public final class Page {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --faint: #667;
              --rule: #d5d9de; --first: #1769aa; --second: #b9791f; }
            @media (prefers-color-scheme: dark) { :root { --ground: #14171a; --ink: #e4e7ea;
              --faint: #99a1aa; --rule: #3a4047; --first: #63b1ee; --second: #e0a654; } }
            body { margin: 2rem auto; max-width: 84rem; padding: 0 1.5rem;
              background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
            p { color: var(--faint); margin: .2rem 0; max-width: 60rem; }
            .charts { display: grid; gap: 2.5rem 3rem; margin: 2rem 0;
              grid-template-columns: repeat(auto-fit, minmax(min(34rem, 100%), 1fr)); }
            svg { width: 100%; height: auto; overflow: visible; }
            text { fill: var(--ink); font: 13px system-ui, sans-serif; }
            text.title { font-size: 16px; font-weight: 600; }
            text.note { fill: var(--faint); }
            text.value { font-size: 12px; }
            text.ratio { font-weight: 600; }
            text.end { text-anchor: end; }
            text.middle { text-anchor: middle; }
            rect.first, circle.first { fill: var(--first); }
            rect.second { fill: var(--second); }
            line.first { stroke: var(--first); stroke-width: 2; }
            line.axis { stroke: var(--rule); }
            .wide { overflow-x: auto; margin: 1.5rem 0; }
            table { border-collapse: collapse; font-size: 13px;
              font-variant-numeric: tabular-nums; }
            th, td { padding: .3rem .55rem; text-align: right; border-bottom: 1px solid var(--rule);
              white-space: nowrap; }
            th { font-weight: 600; color: var(--faint); vertical-align: bottom; }
            th:first-child, td:first-child { text-align: left; padding-left: 0; }
            """;

    private final String title;
    private final List<String> notes = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final List<TextTable> tables = new ArrayList<>();

    /** An empty page. */
    public Page(String title) {
        this.title = title;
    }

    /** Adds a line of words below the title. */
    public Page note(String text) {
        notes.add(text);
        return this;
    }

    /** Adds a chart below the words. */
    public Page chart(Chart chart) {
        charts.add(chart);
        return this;
    }

    /** Adds a table below the charts. */
    public Page table(TextTable table) {
        tables.add(table);
        return this;
    }

    /** Writes it, in place of a file that is there. */
    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    String html() {
        var out =
                new StringBuilder(
                        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        out.append("<title>").append(Svg.escaped(title)).append("</title>\n");
        out.append("<style>\n").append(STYLE).append("</style>\n");
        out.append("<h1>").append(Svg.escaped(title)).append("</h1>\n");
        notes.forEach(note -> out.append("<p>").append(Svg.escaped(note)).append("</p>\n"));
        out.append("<div class=\"charts\">\n");
        charts.forEach(chart -> out.append(chart.svg()));
        out.append("</div>\n");
        tables.forEach(table -> write(table, out));
        return out.append("</html>\n").toString();
    }

    private static void write(TextTable table, StringBuilder out) {
        out.append("<div class=\"wide\"><table>\n");
        String tag = "th";
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            for (String cell : row) {
                out.append('<').append(tag).append('>').append(Svg.escaped(cell));
                out.append("</").append(tag).append('>');
            }
            out.append("</tr>\n");
            tag = "td";
        }
        out.append("</table></div>\n");
    }
}
