package io.clew.server.bench.compare;

import io.clew.server.bench.report.BarChart;
import io.clew.server.bench.report.Bars;
import io.clew.server.bench.report.Report;
import io.clew.server.bench.report.TextTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures of Clew and of etcd for the same rows, of as many runs as there were. */
public final class Comparison {
    private static final List<String> COLUMNS = List.of("ops/s", "p50 ms", "p99 ms", "CPU us/op");

    /** One of the two. */
    public enum Side {
        CLEW("Clew"),
        ETCD("etcd");

        private final String title;

        Side(String title) {
            this.title = title;
        }

        /** Its name for people. */
        public String title() {
            return title;
        }
    }

    private record Cell(Row row, Side side) {}

    private final List<Row> rows;
    private final Map<Cell, List<Figures>> runs = new LinkedHashMap<>();

    private final Map<Row, String> decisions = new LinkedHashMap<>();

    /** Without any figures yet. */
    public Comparison(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Adds a run of a row. */
    public void add(Row row, Side side, Figures figures) {
        runs.computeIfAbsent(new Cell(row, side), _ -> new ArrayList<>()).add(figures);
    }

    /** Notes what the checker says of a recorded run. */
    public void judged(Row row, String decision) {
        decisions.put(row, decision);
    }

    /** What the checker said, a line for each row that was recorded. */
    public List<String> decisions() {
        return decisions.entrySet().stream()
                .map(e -> "recorded run, " + e.getKey().title() + ": " + e.getValue())
                .toList();
    }

    /** Whether every row has a run of both in which operations succeeded. */
    public boolean complete() {
        return rows.stream().allMatch(row -> works(row, Side.CLEW) && works(row, Side.ETCD));
    }

    private boolean works(Row row, Side side) {
        var figures = runs.get(new Cell(row, side));
        return figures != null && figures.stream().allMatch(each -> each.perSecond() > 0);
    }

    private Figures median(Row row, Side side) {
        return Figures.median(runs.getOrDefault(new Cell(row, side), List.of()));
    }

    /** Medians of both and their ratios; all rows must have been measured. */
    public TextTable table() {
        var headings = new ArrayList<>(List.of("median of " + runsOfEach()));
        for (String group : List.of("Clew", "etcd", "ratio")) {
            COLUMNS.forEach(column -> headings.add(group + " " + column));
        }
        headings.add("errors");
        var table = new TextTable(headings.stream().map(Comparison::shortened).toList());
        for (Row row : rows) {
            Figures clew = median(row, Side.CLEW);
            Figures etcd = median(row, Side.ETCD);
            var cells = new ArrayList<>(List.of(row.title()));
            for (Figures each : List.of(clew, etcd)) {
                cells.add(Report.fixed(each.perSecond(), 0));
                cells.add(Report.fixed(each.p50Millis(), 2));
                cells.add(Report.fixed(each.p99Millis(), 2));
                cells.add(Report.fixed(each.cpuMicros(), 1));
            }
            cells.add(ratio(clew.perSecond(), etcd.perSecond()));
            cells.add(ratio(clew.p50Millis(), etcd.p50Millis()));
            cells.add(ratio(clew.p99Millis(), etcd.p99Millis()));
            cells.add(ratio(clew.cpuMicros(), etcd.cpuMicros()));
            cells.add(Report.fixed(clew.errors() + etcd.errors(), 0));
            table.row(cells);
        }
        return table;
    }

    /** The unit of a ratio would mislead. */
    private static String shortened(String heading) {
        return heading.startsWith("ratio") ? heading.replaceAll(" (ms|us/op)$", "") : heading;
    }

    private int runsOfEach() {
        return runs.values().stream().mapToInt(List::size).min().orElse(0);
    }

    private static String ratio(double clew, double etcd) {
        return etcd == 0 ? "-" : Report.fixed(clew / etcd, 2) + " x";
    }

    /** Every run of every row, for whoever wants to see how much they differ. */
    public TextTable everyRun() {
        var table =
                new TextTable(
                        List.of(
                                "every run",
                                "of",
                                "ops/s",
                                "p50 ms",
                                "p99 ms",
                                "CPU us/op",
                                "client CPU us/op",
                                "errors"));
        runs.forEach(
                (cell, figures) -> {
                    for (Figures each : figures) {
                        table.row(
                                List.of(
                                        cell.row().title(),
                                        cell.side().title(),
                                        Report.fixed(each.perSecond(), 0),
                                        Report.fixed(each.p50Millis(), 2),
                                        Report.fixed(each.p99Millis(), 2),
                                        Report.fixed(each.cpuMicros(), 1),
                                        Report.fixed(each.clientMicros(), 1),
                                        Report.fixed(each.errors(), 0)));
                    }
                });
        return table;
    }

    /** A chart for each figure. */
    public List<BarChart> charts() {
        return List.of(
                chart("Operations a second", "longer is better", 0, Figures::perSecond),
                chart(
                        "Processor time of all servers for one operation, µs",
                        "shorter is better",
                        1,
                        Figures::cpuMicros),
                chart("Median latency, ms", "shorter is better", 2, Figures::p50Millis),
                chart(
                        "99th percentile of latency, ms",
                        "shorter is better",
                        2,
                        Figures::p99Millis));
    }

    private BarChart chart(
            String title, String direction, int digits, ToDoubleFunction<Figures> figure) {
        var bars = new ArrayList<Bars>();
        for (Row row : rows) {
            double clew = figure.applyAsDouble(median(row, Side.CLEW));
            double etcd = figure.applyAsDouble(median(row, Side.ETCD));
            bars.add(new Bars(row.title(), clew, etcd));
        }
        return new BarChart(title, direction, "Clew", "etcd", digits, bars);
    }
}
