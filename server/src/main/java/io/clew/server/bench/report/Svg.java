package io.clew.server.bench.report;

import java.util.Locale;

/** Writes an SVG element, shape by shape; colours and fonts are the page's. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /**
     * @param title what the picture shows, for those who do not see it
     */
    Svg(int width, int height, String title) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                        width,
                        height,
                        escaped(title)));
    }

    void rect(String kind, double x, double y, double width, double height) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
                                + "/>\n",
                        kind,
                        x,
                        y,
                        width,
                        height));
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                        kind,
                        x1,
                        y1,
                        x2,
                        y2));
    }

    void dot(String kind, double x, double y) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n",
                        kind,
                        x,
                        y));
    }

    /** Text whose baseline begins at the place, or ends or is centred there if its kind says so. */
    void text(String kind, double x, double y, String text) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                        kind,
                        x,
                        y,
                        escaped(text)));
    }

    String end() {
        return out.append("</svg>\n").toString();
    }

    /** With so many digits after the point, and commas between thousands. */
    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
