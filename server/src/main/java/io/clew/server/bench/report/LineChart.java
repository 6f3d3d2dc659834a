package io.clew.server.bench.report;

import java.util.List;

/**
 * How a figure depends on a size that grows by factors: the sizes on a logarithmic scale, the
 * figure on a linear one from zero, so that what is flat looks flat.
 *
 * @param sizes below the points, as text; they have equal distances
 * @param values one for each size, of which none is negative
 * @param digits after the point
 */
public record LineChart(
        String title, String note, List<String> sizes, List<Double> values, int digits)
        implements Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final int LEFT = 24;
    private static final int TOP = 72;
    private static final int BOTTOM = 220;

    /** Checks that there is a value for each size. */
    public LineChart {
        if (sizes.size() != values.size() || sizes.isEmpty()) {
            throw new IllegalArgumentException(sizes + " and " + values);
        }
    }

    @Override
    public String svg() {
        var svg = new Svg(WIDTH, HEIGHT, title);
        svg.text("title", 0, 18, title);
        svg.text("note", 0, 38, note);
        svg.line("axis", 0, BOTTOM, WIDTH, BOTTOM);
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                svg.line("first", x(i - 1), y(i - 1), x(i), y(i));
            }
        }
        for (int i = 0; i < values.size(); i++) {
            svg.dot("first", x(i), y(i));
            svg.text("value middle", x(i), y(i) - 9, Svg.number(values.get(i), digits));
            svg.text("label middle", x(i), BOTTOM + 20, sizes.get(i));
        }
        return svg.end();
    }

    private double x(int i) {
        double width = WIDTH - 2.0 * LEFT;
        return LEFT + width * (values.size() == 1 ? 0.5 : i / (values.size() - 1.0));
    }

    private double y(int i) {
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return most == 0 ? BOTTOM : BOTTOM - (BOTTOM - TOP) * values.get(i) / most;
    }
}
