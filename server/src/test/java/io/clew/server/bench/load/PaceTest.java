package io.clew.server.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static Workload workload(double rate) {
        return new Workload(4, rate, 10, 0, false, 20, Workload.KEY_PREFIX, 1);
    }

    @Test
    void without_a_rate_each_request_is_due_at_once() {
        Pace pace = Pace.of(workload(0), 3);
        assertEquals(1000, pace.next(1000));
        assertEquals(7000, pace.next(7000));
    }

    @Test
    void the_turns_of_the_connections_are_spread_evenly() {
        assertEquals(5_000, Pace.of(workload(1000), 0).next(5_000));
        assertEquals(1_005_000, Pace.of(workload(1000), 1).next(5_000));
        assertEquals(3_005_000, Pace.of(workload(1000), 3).next(5_000));
    }

    @Test
    void what_is_due_is_counted_from_the_last_request_on() {
        Pace pace = Pace.of(workload(1000), 0);
        assertEquals(0, pace.due(0), "not begun");
        pace.next(0);
        pace.next(100);
        assertEquals(0, pace.due(3_999_999));
        assertEquals(1, pace.due(4_000_000));
        assertEquals(3, pace.due(12_100_000));
        Pace closed = Pace.of(workload(0), 0);
        closed.next(0);
        assertEquals(0, closed.due(1_000_000_000));
    }

    @Test
    void who_is_late_is_due_in_the_past_until_it_has_caught_up() {
        Pace pace = Pace.of(workload(1000), 0);
        assertEquals(0, pace.next(0));
        assertEquals(4_000_000, pace.next(9_000_000));
        assertEquals(8_000_000, pace.next(9_100_000));
        assertEquals(12_000_000, pace.next(9_200_000));
    }
}
