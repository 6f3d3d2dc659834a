package io.clew.server.bench.report;

/** A picture of figures. */
public sealed interface Chart permits BarChart, LineChart, HistogramChart {
    /** The picture as an SVG element for a page, whose style sheet it needs. */
    String svg();
}
