package io.clew.server.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.server.bench.compare.Row.Kind;

import org.junit.jupiter.api.Test;

import java.util.List;

class ComparisonTest {
    private static final Row PUT = new Row(Kind.PUT, 64);

    private static Figures figures(double perSecond) {
        return new Figures(perSecond, 10 / perSecond, 20 / perSecond, 3000 / perSecond, 1, 0);
    }

    @Test
    void rows_are_read_from_a_list_and_say_what_they_are() {
        assertEquals(
                List.of(new Row(Kind.PUT, 1), new Row(Kind.GET, 64), new Row(Kind.STALE, 64)),
                Row.parse("put-1, get-64,stale-64"));
        assertEquals(7, Row.parse(Row.USUAL).size());
        assertEquals("PUT, 1 client", new Row(Kind.PUT, 1).title());
        assertEquals(0, PUT.workload(256, 10).readShare());
        assertTrue(new Row(Kind.STALE, 2).workload(256, 10).stale());
        for (String wrong : List.of("put", "put-0", "put-x", "swim-4", "")) {
            assertThrows(IllegalArgumentException.class, () -> Row.parse(wrong), wrong);
        }
    }

    @Test
    void each_figure_is_the_median_of_its_own() {
        var runs =
                List.of(
                        new Figures(1, 6, 2, 4, 9, 0),
                        new Figures(3, 5, 9, 1, 8, 2),
                        new Figures(2, 4, 5, 7, 7, 1));
        assertEquals(new Figures(2, 5, 5, 4, 8, 1), Figures.median(runs));
        assertEquals(2, Figures.median(runs.subList(0, 2)).perSecond());
        assertThrows(IllegalArgumentException.class, () -> Figures.median(List.of()));
    }

    @Test
    void both_stand_side_by_side_with_ratios() {
        var comparison = new Comparison(List.of(PUT));
        assertFalse(comparison.complete());
        for (double perSecond : new double[] {1000, 900, 5000}) {
            comparison.add(PUT, Comparison.Side.CLEW, figures(perSecond));
            comparison.add(PUT, Comparison.Side.ETCD, figures(perSecond / 4));
        }
        assertTrue(comparison.complete());
        String row = comparison.table().toString().lines().toList().get(1);
        assertEquals(
                "PUT, 64 clients 1000 0.01 0.02 3.0 250 0.04 0.08 12.0 4.00 x 0.25 x 0.25 x 0.25 x"
                        + " 0",
                row.replaceAll(" +", " "));
        assertEquals(7, comparison.everyRun().toString().lines().count());
        assertEquals(4, comparison.charts().size());
    }

    @Test
    void a_run_in_which_nothing_succeeded_is_no_comparison() {
        var comparison = new Comparison(List.of(PUT));
        comparison.add(PUT, Comparison.Side.CLEW, figures(10));
        comparison.add(PUT, Comparison.Side.ETCD, new Figures(0, 0, 0, 0, 0, 7));
        assertFalse(comparison.complete());
    }
}
