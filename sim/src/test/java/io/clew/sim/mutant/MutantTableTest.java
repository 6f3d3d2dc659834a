package io.clew.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the table makes of searches that were given up. */
class MutantTableTest {
    private static final Path TABLE =
            Path.of(System.getProperty("clew.root", ".."), "sim", "MUTANTS.md");
    private static final Mutant MUTANT = Mutants.named("P9b");

    private static Hunt found(long seeds) {
        return new Hunt(seeds, seeds, "seen", 0);
    }

    private static Hunt givenUp() {
        return new Hunt(500, 500, null, 0);
    }

    private static MutantTable.Row row(Hunt... hunts) {
        return new MutantTable.Row(MUTANT, List.of(hunts), true);
    }

    /** The line that is written, and what is read back from it. */
    private static TableLine written(MutantTable.Row row) throws IOException {
        String table = new MutantTable(List.of(row)).markdown(Files.readString(TABLE));
        TableLine line = requireNonNull(TableLine.read(table).get(MUTANT.id()));
        assertEquals(row.found(), line.found());
        return line;
    }

    @Test
    void theMiddleOneCountsAlsoIfTwoOfFiveWereGivenUp() throws IOException {
        var row = row(givenUp(), found(83), givenUp(), found(420), found(23));
        assertTrue(row.found());
        TableLine line = written(row);
        assertEquals(420, line.median());
        assertTrue(line.text().contains("| **420** (>500, 83, >500, 420, 23) |"), line.text());
    }

    @Test
    void nothingIsFoundIfMostWereGivenUp() throws IOException {
        var row = row(givenUp(), found(83), givenUp(), givenUp(), found(23));
        assertFalse(row.found());
        TableLine line = written(row);
        assertEquals(TableLine.NEVER, line.median());
        assertTrue(line.text().contains("**not found** (>500, 83, >500, >500, 23)"), line.text());
    }
}
