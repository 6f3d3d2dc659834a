package io.clew.server.bench.report;

import java.util.List;

/**
 * Two bars for each row, side by side. The longer of a row has the full length, since rows are not
 * for comparing with one another; every bar says its figure.
 *
 * @param direction which length is the good one
 * @param digits after the point
 */
public record BarChart(
        String title, String direction, String first, String second, int digits, List<Bars> rows)
        implements Chart {
    private static final int WIDTH = 640;
    private static final int LABELS = 190;
    private static final int LENGTH = 310;
    private static final int BAR = 14;
    private static final int ROW = 42;
    private static final int TOP = 56;

    @Override
    public String svg() {
        var svg = new Svg(WIDTH, TOP + rows.size() * ROW, title);
        svg.text("title", 0, 18, title);
        svg.text("note", 0, 38, direction);
        legend(svg);
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), TOP + i * ROW);
        }
        return svg.end();
    }

    private void legend(Svg svg) {
        svg.rect("first", LABELS + LENGTH - 60, 28, 10, 10);
        svg.text("note", LABELS + LENGTH - 44, 38, first);
        svg.rect("second", LABELS + LENGTH + 20, 28, 10, 10);
        svg.text("note", LABELS + LENGTH + 36, 38, second);
    }

    private void row(Svg svg, Bars bars, int y) {
        double longest = Math.max(bars.first(), bars.second());
        svg.text("label", 0, y + BAR + 5, bars.title());
        bar(svg, "first", bars.first(), longest, y);
        bar(svg, "second", bars.second(), longest, y + BAR + 2);
        if (bars.second() > 0) {
            String ratio = Svg.number(bars.first() / bars.second(), 2) + " ×";
            svg.text("ratio end", WIDTH, y + BAR + 5, ratio);
        }
    }

    private void bar(Svg svg, String kind, double value, double longest, int y) {
        double length = longest > 0 ? Math.max(1, LENGTH * value / longest) : 0;
        svg.rect(kind, LABELS, y, length, BAR);
        svg.text("value", LABELS + length + 6, y + BAR - 3, Svg.number(value, digits));
    }
}
