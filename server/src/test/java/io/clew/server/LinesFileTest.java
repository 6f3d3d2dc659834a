package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LinesFileTest {
    @TempDir Path folder;

    private LinesFile file() {
        return new LinesFile(folder, "lines");
    }

    @Test
    void linesAreThereUntilTheyAreReplacedOrDeleted() {
        assertNull(file().read());
        file().write(List.of("one", "zwölf"));
        assertEquals(List.of("one", "zwölf"), file().read());
        file().write(List.of("two"));
        assertEquals(List.of("two"), file().read());
        file().write(List.of());
        assertEquals(List.of(), file().read(), "no lines are not no file");
        file().delete();
        assertNull(file().read());
        file().delete();
    }

    @Test
    void whatWasNotWrittenToTheEndIsNotRead() throws Exception {
        Files.writeString(folder.resolve("lines.new"), "a longer line that was torn in the mid");
        assertNull(file().read());
        file().write(List.of("short"));
        assertEquals(List.of("short"), file().read());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("lines")), left.toList());
        }
    }

    /** A node that took it for none would found a cluster of its own instead of joining one. */
    @Test
    void whatCannotBeLookedUpIsNotTakenForNoFile() throws Exception {
        Path itself = folder.resolve("lines");
        Files.createSymbolicLink(itself, itself);
        var failure = assertThrows(StartException.class, () -> file().read());
        String said = "" + failure.getMessage();
        assertTrue(said.startsWith("cannot read " + itself + ": "), said);
    }

    @Test
    void whatCannotBeReadOrWrittenIsSaid() throws Exception {
        Files.createDirectories(folder.resolve("lines/occupied"));
        assertThrows(StartException.class, () -> file().read());
        assertThrows(StartException.class, () -> file().write(List.of("one")));
        assertThrows(StartException.class, () -> file().delete());
    }
}
