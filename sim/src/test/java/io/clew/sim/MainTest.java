package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The exit status says what came of it. */
class MainTest {
    @Test
    void runsThatHoldEndWithZero() {
        assertEquals(0, Main.execute("run", "--seeds", "1..2", "--jobs", "1", "--json"));
    }

    @Test
    void faultsWithoutEffectEndWithOne() {
        assertEquals(1, Main.execute("coverage", "--seeds", "1..1", "--json"));
    }

    @Test
    void whatMakesNoSenseEndsWithTwo() {
        assertEquals(2, Main.execute());
        assertEquals(2, Main.execute("run", "--seeds", "2..1"));
        assertEquals(2, Main.execute("run", "--profile", "none"));
        assertEquals(2, Main.execute("coverage", "--twins", "0"));
    }
}
