package io.clew.sim.world.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.IntStream;

class PartitionTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 9})
    void inARingEverybodySeesAMajorityAndSomebodyNotAll(int size) {
        // The machine between them is a spare one, and no part of the ring.
        List<Integer> cluster = IntStream.range(0, size + 1).filter(n -> n != 1).boxed().toList();
        boolean[][] cut = Partition.ring(cluster, size + 2);
        int cuts = 0;
        for (int from : cluster) {
            int seen = 0;
            for (int to : cluster) {
                assertEquals(cut[from][to], cut[to][from], "both ways");
                seen += cut[from][to] ? 0 : 1;
                cuts += cut[from][to] ? 1 : 0;
            }
            assertTrue(2 * seen > size, from + " sees " + seen);
            assertFalse(cut[from][1] || cut[from][size + 1], "a spare one is cut off");
        }
        assertTrue(cuts > 0, "nothing is cut");
    }
}
