package io.clew.sim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0ns",
        "999, 999ns",
        "1000, 1us",
        "1001, 1.001us",
        "350000, 350us",
        "2100000000, 2.1s",
        "12345678901, 12.345678901s",
        "1125899906842624000, 1125899906.842624s",
    })
    void areWrittenExactlyInTheLargestUnitThatFits(long nanos, String text) {
        assertEquals(text, Durations.text(nanos));
        assertEquals(nanos, Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "1 s", "-1s", "1.5ns", "1e3s", "1min", "99999999999s"})
    void areNothingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
    }
}
