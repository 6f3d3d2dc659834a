package io.clew.server.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class ShardCountsTest {
    private final ShardCounts found = new ShardCounts(List.of(1, 4, 16));

    private static Figures figures(double perSecond, double errors) {
        return new Figures(
                perSecond, 1000 / perSecond, 5000 / perSecond, 3000 / perSecond, 7, errors);
    }

    @Test
    void medians_stand_side_by_side_with_ratios_to_the_first() {
        for (double perSecond : new double[] {1000, 900, 5000}) {
            found.add(1, figures(perSecond, 0));
            found.add(4, figures(perSecond * 2, 0));
            found.add(16, figures(perSecond / 2, 1));
        }
        assertEquals(
                List.of(
                        "median of 3 ops/s p50 ms p99 ms CPU us/op ratio ops/s ratio p50 ratio p99"
                                + " ratio CPU errors",
                        "1 shard 1000 1.00 5.00 3.0 1.00 x 1.00 x 1.00 x 1.00 x 0",
                        "4 shards 2000 0.50 2.50 1.5 2.00 x 0.50 x 0.50 x 0.50 x 0",
                        "16 shards 500 2.00 10.00 6.0 0.50 x 2.00 x 2.00 x 2.00 x 1"),
                found.table().toString().lines().map(l -> l.replaceAll(" +", " ")).toList());
        assertEquals(10, found.everyRun().toString().lines().count());
        var operations = found.charts().getFirst();
        assertEquals(2, operations.rows().size(), "all but the first, beside it");
        assertEquals(2000, operations.rows().getFirst().first());
        assertEquals(1000, operations.rows().getFirst().second());
    }

    @Test
    void all_are_measured_when_each_has_runs_in_which_operations_succeeded() {
        found.add(1, figures(1, 0));
        found.add(4, figures(1, 0));
        assertFalse(found.complete(), "nothing of 16 shards");
        found.add(16, figures(1, 0));
        assertTrue(found.complete());
        found.add(4, new Figures(0, 0, 0, 0, 0, 9));
        assertFalse(found.complete(), "a run in which nothing succeeded");
        assertThrows(IllegalArgumentException.class, () -> found.add(8, figures(1, 0)));
    }
}
