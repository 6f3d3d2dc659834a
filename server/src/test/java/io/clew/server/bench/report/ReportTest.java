package io.clew.server.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.server.bench.load.Measurement;
import io.clew.server.bench.load.Tally;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ReportTest {
    @Test
    void the_table_is_aligned() {
        var tally = new Tally();
        tally.success(true, 5, 1_000_005);
        tally.success(false, 5, 2_000_005);
        tally.error("HTTP 503");
        var report = new Report();
        report.add("1 node", new Measurement(tally, 500_000_000), Duration.ofNanos(30_000));
        assertEquals(
                """
                          operations  per second  p50 ms  p99 ms  p99.9 ms  max ms  errors  server CPU us/op
                1 node             2           4   1.000   2.001     2.001   2.001       1              15.0
                  reads            1           2   1.000   1.000     1.000   1.000
                  writes           1           2   2.001   2.001     2.001   2.001
                1 node: 1 times HTTP 503
                """,
                report.toString());
    }
}
