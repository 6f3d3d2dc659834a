package io.clew.sim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.sim.world.PlannedCall;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People write schedules too: what is wrong is said, with the line. */
class ScheduleReaderTest {
    @Test
    void whatIsNotSaidIsPlain() {
        ScheduleFile file =
                ScheduleFile.parse(
                        """
                        # two clients, of which one does nothing

                        node 1
                        node   2 rate=-30ppm
                        engine.windowMessages 2   # small
                        strike 1s power-loss-in-write seed=3 for=1ms # node1
                        client 2 +0ns put k1 20B @node2
                        """);
        assertEquals(2, file.schedule().setup().nodes());
        assertEquals(2, file.schedule().setup().engine().windowMessages());
        assertEquals("power loss in write", file.schedule().strikes().getFirst().family());
        assertEquals("node1", file.notes().getFirst());
        assertEquals(0, file.schedule().calls().getFirst().size());
        assertEquals(
                new PlannedCall(0, false, PlannedCall.Kind.PUT, "k1", 20, 1),
                file.schedule().calls().get(1).getFirst());
    }

    /** Nodes may come after the clients that ask them. */
    @Test
    void onlyNodesThatThereAreCanBeAsked() {
        String asks = "client 1 +1ms get k1 @node2\n";
        assertEquals(1, ScheduleFile.parse(asks + "node 1\nnode 2\n").schedule().operations());
        var thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ScheduleFile.parse("\n" + asks + "node 1\n"));
        assertEquals("line 2: there is no node 2", thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "node 2 | line 2: node 1 comes next",
                "delayMeen 3ms | line 2: there is no setting 'delayMeen'",
                "delayMean 3 | line 2: '3' is no duration such as 2.1s or 350us",
                "delayMean | line 2: the line ends where a value is expected",
                "storage.segmentBytes 1 | line 2: sizes too small",
                "strike 1s flood seed=3 for=1ms | line 2: no family of faults is called 'flood'",
                "strike 1s crash for=1ms | line 2: seed=… is expected",
                "client 1 +1ms jump k1 | line 2: nothing is called 'jump'",
                "client 1 put k1 | line 2: +… is expected",
                "client 0 +1ms clear | line 2: clients are 1 … 200",
                "client 1 +1ms put k1 9999999B | line 2: sizes are 0 … 1048576",
                "client 1 +1ms put k1 -1B | line 2: sizes are 0 … 1048576",
                "client 1 +1ms get k1 @node0 | line 2: nodes are 1 … 100",
                "noise 1 2 | line 2: nothing is expected at '2'",
                "expect this | line 2: a text in quotes is expected",
                "# no node | line 2: the end, and no member so far",
            })
    void saysWhatIsWrongAndWhere(String line, String error) {
        var thrown =
                assertThrows(IllegalArgumentException.class, () -> ScheduleFile.parse("\n" + line));
        assertEquals(error, thrown.getMessage());
    }
}
