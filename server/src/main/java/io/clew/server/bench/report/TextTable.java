package io.clew.server.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of aligned columns: the first to the left, all others to the right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** With these headings, and no rows yet. */
    public TextTable(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has not as many cells as there are headings
     */
    public void row(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException(cells + " under " + rows.getFirst());
        }
        rows.add(List.copyOf(cells));
    }

    /** The headings, then the rows. */
    List<List<String>> rows() {
        return List.copyOf(rows);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(column);
                String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
                line.append(String.format(Locale.ROOT, format, row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        int width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(1, width);
    }
}
