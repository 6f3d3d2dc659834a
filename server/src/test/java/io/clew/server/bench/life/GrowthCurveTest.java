package io.clew.server.bench.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.server.bench.life.Growth.Axis;
import io.clew.server.bench.life.Growth.Cost;
import io.clew.server.bench.life.Growth.Point;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

class GrowthCurveTest {
    private static List<Long> sizes(boolean quick, Axis axis) {
        return new Growth(quick, Duration.ZERO, Path.of(""), List.of(), _ -> {}).sizes(axis);
    }

    @Test
    void sizes_reach_as_far_as_promised_and_less_far_if_it_shall_be_quick() {
        assertEquals(10_000_000L, sizes(false, Axis.KEYS).getLast());
        assertEquals(1L << 20, sizes(false, Axis.VALUES).getLast());
        assertEquals(10_000L, sizes(false, Axis.CONNECTIONS).getLast());
        assertEquals(100_000L, sizes(true, Axis.KEYS).getLast());
        assertEquals(100L, sizes(true, Axis.CONNECTIONS).getLast());
    }

    @Test
    void a_curve_of_keys_tells_the_memory_and_one_of_values_the_cost_of_bytes() {
        var cost = new Cost(2000, 30, 1);
        var keys =
                new GrowthCurve(
                        Axis.KEYS,
                        List.of(
                                new Point(1000, cost, cost, OptionalLong.empty()),
                                new Point(10_000, cost, cost, OptionalLong.of(77))));
        assertEquals(
                List.of("1,000 2000 30.0 2000 30.0 2 -", "10,000 2000 30.0 2000 30.0 2 77"),
                keys.table().toString().lines().skip(1).map(l -> l.replaceAll(" +", " ")).toList());
        var values =
                new GrowthCurve(
                        Axis.VALUES, List.of(new Point(2048, cost, cost, OptionalLong.empty())));
        assertEquals(
                "2,048 2000 30.0 2000 30.0 2 15.0 15.0",
                values.table().toString().lines().toList().get(1).replaceAll(" +", " "));
        assertTrue(keys.complete());
    }

    @Test
    void a_size_at_which_nothing_succeeded_is_noticed() {
        var none = new Point(1, new Cost(1, 1, 0), new Cost(0, 0, 9), OptionalLong.empty());
        assertFalse(new GrowthCurve(Axis.CONNECTIONS, List.of(none)).complete());
    }
}
