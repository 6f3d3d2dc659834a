package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogTimeTest {
    private static final long MILLI = 1_000_000;

    private final LogTime time = new LogTime();

    @Test
    void itGoesOnFromWhatTheLogHasComeTo() {
        assertEquals(500, time.millis(1, 7 * MILLI, 500));
        assertEquals(503, time.millis(1, 10 * MILLI + 1, 500));
        assertEquals(503, time.millis(1, 10 * MILLI + 1, 501));
    }

    @Test
    void itIsNeverBehindTheLog() {
        time.millis(1, 0, 500);
        assertEquals(900, time.millis(1, MILLI, 900), "an entry of an earlier term was applied");
        assertEquals(902, time.millis(1, 3 * MILLI, 900));
    }

    @Test
    void whatPassesWhileAnotherLeadsIsTheOthersToCount() {
        time.millis(1, 0, 500);
        assertEquals(500, time.millis(3, 1000 * MILLI, 500));
        assertEquals(501, time.millis(3, 1001 * MILLI, 500));
    }
}
