package io.clew.transport.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Random;

final class BackoffTest {
    @Test
    void pausesGrowToTheLimitAndStartAnewAfterASuccess() {
        var backoff = new Backoff(300, new Random(1));
        for (int round = 0; round < 2; round++) {
            int[] ceilings = {20, 40, 80, 160, 300, 300, 300};
            for (int ceiling : ceilings) {
                int pause = backoff.nextMillis();
                assertTrue(pause >= ceiling / 2 && pause <= ceiling, pause + " of " + ceiling);
            }
            backoff.reset();
        }
    }

    @Test
    void aLimitBelowTheFirstPauseHolds() {
        var backoff = new Backoff(1, new Random(1));
        assertTrue(backoff.nextMillis() <= 1);
        assertTrue(backoff.nextMillis() <= 1);
    }
}
