package io.clew.sim.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Modelled time hangs on no machine, so here it may be asserted on. */
class GrowthTest {
    private static final long TENTH = 100_000_000;

    private static Growth of(Costs costs, int nodes, int shards) {
        return Growth.of(costs, nodes, shards, 32, TENTH, 7);
    }

    @Test
    void twiceTheNodesWriteTwiceAsMuch() {
        Growth three = of(Costs.MEASURED, 3, 24);
        Growth six = of(Costs.MEASURED, 6, 24);
        assertTrue(six.linearity(three) >= 0.8, three + " " + six);
        assertTrue(three.busiest() > 0.9, "processors are the limit: " + three);
        assertEquals(24, six.led().stream().mapToInt(led -> led).sum());
    }

    @Test
    void withOneShardMoreNodesAreOfNoUse() {
        Growth three = of(Costs.MEASURED, 3, 1);
        Growth six = of(Costs.MEASURED, 6, 1);
        assertTrue(six.linearity(three) < 0.6, three + " " + six);
    }

    @Test
    void aSeedDecidesAll() {
        assertEquals(of(Costs.MEASURED, 3, 6), of(Costs.MEASURED, 3, 6));
    }

    @Test
    void aSlowDiskIsSeenInLatency() {
        Costs slow =
                new Costs(10_000, 30_000, 12_000, 3_000, 1_000, 500, 2_000_000, 1_000, 100_000);
        Growth fast = of(Costs.MEASURED, 3, 6);
        Growth late = of(slow, 3, 6);
        assertTrue(late.medianNanos() > fast.medianNanos(), fast + " " + late);
    }
}
