package io.clew.server.bench.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How often a measured time fell into which range of equal width, from zero on.
 *
 * @param millis what was measured, at least one, none negative
 */
public record HistogramChart(String title, String note, List<Double> millis) implements Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 240;
    private static final int TOP = 66;
    private static final int BOTTOM = 200;
    private static final int RANGES_MAX = 20;
    private static final double[] STEPS = {5, 10, 20, 25, 50, 100, 200, 250, 500, 1000};

    /** How many lie from {@code from * width} on, but below the next range. */
    record Ranges(double width, List<Integer> counts) {}

    Ranges ranges() {
        double most = millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double width =
                Arrays.stream(STEPS)
                        .filter(step -> most / step < RANGES_MAX)
                        .findFirst()
                        .orElse(Math.ceil(most / (RANGES_MAX - 1)));
        var counts = new int[(int) (most / width) + 1];
        for (double each : millis) {
            counts[(int) (each / width)]++;
        }
        return new Ranges(width, Arrays.stream(counts).boxed().toList());
    }

    @Override
    public String svg() {
        var svg = new Svg(WIDTH, HEIGHT, title);
        svg.text("title", 0, 18, title);
        svg.text("note", 0, 38, note);
        Ranges ranges = ranges();
        double step = (double) WIDTH / ranges.counts.size();
        int most = Collections.max(ranges.counts);
        for (int i = 0; i < ranges.counts.size(); i++) {
            int count = ranges.counts.get(i);
            if (count > 0) {
                double height = (double) (BOTTOM - TOP) * count / most;
                svg.rect("first", i * step + 1, BOTTOM - height, step - 2, height);
                svg.text("value middle", (i + 0.5) * step, BOTTOM - height - 5, "" + count);
            }
        }
        svg.line("axis", 0, BOTTOM, WIDTH, BOTTOM);
        int every = Math.ceilDiv(ranges.counts.size(), 10);
        for (int i = every; i < ranges.counts.size(); i += every) {
            svg.text("label middle", i * step, BOTTOM + 18, Svg.number(i * ranges.width, 0));
        }
        svg.text("label", 0, BOTTOM + 18, "0 ms");
        return svg.end();
    }
}
