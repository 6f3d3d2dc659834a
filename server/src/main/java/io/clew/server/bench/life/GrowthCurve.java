package io.clew.server.bench.life;

import io.clew.server.bench.life.Growth.Axis;
import io.clew.server.bench.life.Growth.Cost;
import io.clew.server.bench.life.Growth.Point;
import io.clew.server.bench.report.LineChart;
import io.clew.server.bench.report.Page;
import io.clew.server.bench.report.Report;
import io.clew.server.bench.report.TextTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What operations cost along one axis, as a table and as charts. */
public record GrowthCurve(Axis axis, List<Point> points) {
    private static final double KIBIBYTE = 1024;

    /** Whether operations succeeded everywhere. */
    public boolean complete() {
        return points.stream().allMatch(p -> p.put().perSecond() > 0 && p.get().perSecond() > 0);
    }

    /** A row for each size. */
    public TextTable table() {
        var headings =
                new ArrayList<>(
                        List.of(
                                axis.title(),
                                "PUT/s",
                                "PUT CPU us/op",
                                "GET/s",
                                "GET CPU us/op",
                                "errors"));
        switch (axis) {
            case KEYS -> headings.add("live bytes a key beyond key and value");
            case VALUES -> headings.addAll(List.of("PUT CPU us/KiB", "GET CPU us/KiB"));
            case CONNECTIONS -> {}
        }
        var table = new TextTable(headings);
        for (Point point : points) {
            var cells = new ArrayList<>(List.of(grouped(point.size())));
            for (Cost cost : List.of(point.put(), point.get())) {
                cells.add(Report.fixed(cost.perSecond(), 0));
                cells.add(Report.fixed(cost.cpuMicros(), 1));
            }
            cells.add(Long.toString(point.put().errors() + point.get().errors()));
            switch (axis) {
                case KEYS -> cells.add(overhead(point));
                case VALUES -> {
                    cells.add(perKibibyte(point, point.put()));
                    cells.add(perKibibyte(point, point.get()));
                }
                case CONNECTIONS -> {}
            }
            table.row(cells);
        }
        return table;
    }

    private static String overhead(Point point) {
        return point.overheadBytes().isPresent()
                ? Long.toString(point.overheadBytes().getAsLong())
                : "-";
    }

    private static String perKibibyte(Point point, Cost cost) {
        return Report.fixed(cost.cpuMicros() / (point.size() / KIBIBYTE), 1);
    }

    private static String grouped(long size) {
        return String.format(Locale.ROOT, "%,d", size);
    }

    /** Adds the charts and the table. */
    public void addTo(Page page) {
        page.chart(chart("PUT", Point::put)).chart(chart("GET", Point::get)).table(table());
    }

    private LineChart chart(String operation, Function<Point, Cost> cost) {
        return new LineChart(
                operation + ": processor time for one operation, µs",
                "over " + axis.title(),
                points.stream().map(point -> grouped(point.size())).toList(),
                points.stream().map(point -> cost.apply(point).cpuMicros()).toList(),
                1);
    }
}
