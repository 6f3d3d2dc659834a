package io.clew.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What the table says in one sentence. */
class TableLineTest {
    private static TableLine line(String id, long median) {
        return new TableLine(id, "", median, median != TableLine.NEVER);
    }

    @Test
    void theSumIsOfThoseThatWereFound() {
        assertEquals(
                "3 of 4 planted bugs found, each by a named check and not by a crash; half of them"
                        + " within 10 seeds, 2 within 10, the rarest after 40",
                TableLine.total(
                        List.of(
                                line("E1", 40),
                                line("E2", TableLine.NEVER),
                                line("E3", 1),
                                line("E4", 10))));
        assertEquals(
                "0 of 1 planted bugs found", TableLine.total(List.of(line("E1", TableLine.NEVER))));
    }
}
