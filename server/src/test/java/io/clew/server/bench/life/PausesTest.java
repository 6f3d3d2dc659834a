package io.clew.server.bench.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class PausesTest {
    @Test
    void percentiles_are_pauses_that_were_measured() {
        var pauses = new Pauses(List.of(900.0, 700.0, 1100.0, 800.0), List.of());
        assertEquals(700, pauses.percentile(0));
        assertEquals(800, pauses.percentile(50));
        assertEquals(1100, pauses.percentile(90));
        assertEquals(1100, pauses.percentile(100));
    }

    @Test
    void the_table_tells_the_flags_the_median_and_the_worst() {
        var pauses = new Pauses(List.of(210.0, 190.0, 320.0), List.of("--heartbeat", "30"));
        assertEquals(
                """
                without an acknowledged write  kills  best ms  median ms  p90 ms  worst ms
                --heartbeat 30                     3      190        210     320       320
                """,
                pauses.toString());
    }

    @Test
    void the_leader_is_whom_the_answer_names() {
        assertEquals("127.0.0.1:8001", Failover.leader("{\"leader\": \"127.0.0.1:8001\"}"));
        for (String none : List.of("{\"leader\": null}", "{}", "", "[]")) {
            assertEquals("", Failover.leader(none), none);
        }
    }
}
