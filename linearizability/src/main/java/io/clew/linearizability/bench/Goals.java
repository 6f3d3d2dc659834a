package io.clew.linearizability.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much faster than the other checker the search is to be: the longer that one takes, the more
 * it matters, and on what it does in no time it is enough to keep up.
 */
final class Goals {
    private static final double LONG_MILLIS = 100;
    private static final double SHORT_MILLIS = 5;

    /** A smaller delay is not measured. */
    private static final double SAME_MILLIS = 0.001;

    private static final double GEOMETRIC_MEAN = 10;

    private enum Size {
        LONG("10 x where it takes more than 100 ms", 10),
        MEDIUM("3 x where it takes 5 to 100 ms", 3),
        SHORT("at most 1.5 x slower where it takes less", 1 / 1.5);

        final String goal;
        final double ratio;

        Size(String goal, double ratio) {
            this.goal = goal;
            this.ratio = ratio;
        }

        static Size of(double peerMillis) {
            return peerMillis > LONG_MILLIS ? LONG : peerMillis < SHORT_MILLIS ? SHORT : MEDIUM;
        }
    }

    private record Result(String name, double ourMillis, double peerMillis) {
        Size size() {
            return Size.of(peerMillis);
        }

        double ratio() {
            return peerMillis / ourMillis;
        }

        boolean isMet() {
            boolean keepsUp = size() == Size.SHORT && ourMillis - peerMillis < SAME_MILLIS;
            return keepsUp || ratio() >= size().ratio;
        }
    }

    private final List<Result> results = new ArrayList<>();

    /** Whether the goal for this history is met. */
    boolean add(String name, double ourMillis, double peerMillis) {
        var result = new Result(name, ourMillis, peerMillis);
        results.add(result);
        return result.isMet();
    }

    /** One line for each goal. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        for (Size size : Size.values()) {
            lines.add(line(size));
        }
        double mean = geometricMean();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-42s %s (%.1f x)",
                        "10 x in the geometric mean",
                        word(mean >= GEOMETRIC_MEAN),
                        mean));
        return lines;
    }

    private String line(Size size) {
        List<Result> concerned = results.stream().filter(each -> each.size() == size).toList();
        List<String> missed =
                concerned.stream().filter(each -> !each.isMet()).map(Result::name).toList();
        String result = concerned.isEmpty() ? "none" : word(missed.isEmpty());
        return String.format(
                Locale.ROOT,
                "%-42s %s (%d of %d)%s",
                size.goal,
                result,
                concerned.size() - missed.size(),
                concerned.size(),
                missed.isEmpty() ? "" : ": " + String.join(", ", missed));
    }

    private double geometricMean() {
        return Math.exp(
                results.stream().mapToDouble(each -> Math.log(each.ratio())).average().orElse(0));
    }

    private static String word(boolean met) {
        return met ? "met" : "MISSED";
    }
}
