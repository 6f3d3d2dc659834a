package io.clew.linearizability.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class GoalsTest {
    @ParameterizedTest
    @CsvSource({
        "100.1, 10.01, true",
        "100.1, 10.02, false",
        "100, 33.3, true",
        "100, 33.4, false",
        "5, 1.66, true",
        "5, 1.67, false",
        "4.9, 7.34, true",
        "4.9, 7.36, false",
        "0.0001, 0.001, true",
        "0.0001, 0.002, false"
    })
    void growWithTheTimeThatTheOtherOneTakes(double other, double ours, boolean met) {
        assertEquals(met, new Goals().add("h", ours, other));
    }

    @Test
    void areSummedUpOneByOne() {
        var goals = new Goals();
        goals.add("slow", 100, 1000);
        goals.add("slower", 2000, 2000);
        goals.add("quick", 0.01, 1);
        assertEquals(
                List.of(
                        "10 x where it takes more than 100 ms       MISSED (1 of 2): slower",
                        "3 x where it takes 5 to 100 ms             none (0 of 0)",
                        "at most 1.5 x slower where it takes less   met (1 of 1)",
                        "10 x in the geometric mean                 met (10.0 x)"),
                goals.summary());
    }
}
