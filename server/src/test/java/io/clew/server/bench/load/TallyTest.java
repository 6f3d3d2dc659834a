package io.clew.server.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void a_pause_lasts_from_one_success_to_the_next() {
        var tally = new Tally();
        assertEquals(0, tally.longestPause(5_000), "nothing has begun");
        tally.success(false, 500, 1_000);
        tally.success(true, 1_000, 3_000);
        tally.success(true, 1_000, 3_500);
        assertEquals(2_000, tally.longestPause(4_000));
        assertEquals(6_500, tally.longestPause(10_000), "the one that goes on counts");
    }

    @Test
    void a_pause_may_begin_before_a_reset() {
        var tally = new Tally();
        tally.success(false, 0, 1_000);
        tally.success(false, 0, 9_000);
        tally.reset();
        tally.error("connection lost");
        assertEquals(3_000, tally.longestPause(12_000));
        tally.success(false, 9_000, 13_000);
        assertEquals(4_000, tally.longestPause(13_000));
    }
}
