package io.clew.sim.schedule;

import java.math.BigDecimal;

/** Durations as people write them, exact to the nanosecond: {@code 2.1s}, {@code 350us}. */
final class Durations {
    private static final String[] UNITS = {"ns", "us", "ms", "s"};
    private static final int DIGITS_PER_UNIT = 3;
    private static final long THOUSAND = 1000;

    private Durations() {}

    /** In the largest unit that is not larger than the duration. */
    static String text(long nanos) {
        int unit = 0;
        for (long rest = nanos; rest >= THOUSAND && unit < UNITS.length - 1; rest /= THOUSAND) {
            unit++;
        }
        BigDecimal value = BigDecimal.valueOf(nanos, unit * DIGITS_PER_UNIT);
        return value.stripTrailingZeros().toPlainString() + UNITS[unit];
    }

    static long parse(String text) {
        for (int unit = 0; unit < UNITS.length; unit++) {
            String number = text.substring(0, Math.max(0, text.length() - UNITS[unit].length()));
            if (text.endsWith(UNITS[unit]) && number.matches("\\d+(\\.\\d+)?")) {
                return nanos(new BigDecimal(number), unit * DIGITS_PER_UNIT, text);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no duration such as 2.1s or 350us");
    }

    private static long nanos(BigDecimal value, int digits, String text) {
        try {
            return value.movePointRight(digits).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is finer than a nanosecond", e);
        }
    }
}
