package io.clew.transport.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.storage.DiskException;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

class NioDiskTest {
    @TempDir private Path folder;

    @Test
    void aFolderHasOneOwnerAtATime() {
        var first = NioDisk.open(folder);
        var refused = assertThrows(FolderInUseException.class, () -> NioDisk.open(folder));
        assertTrue(refused.toString().contains(folder.toString()));
        first.close();
        NioDisk.open(folder).close();
    }

    @Test
    void aPathThatIsAFileIsRefusedInPlainWords() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        var refused = assertThrows(DiskException.class, () -> NioDisk.open(file));
        assertEquals("data folder " + file + " is not a folder", refused.getMessage());
    }

    @Test
    void allFoldersOnTheWayAreMade() {
        Path deep = folder.resolve("one").resolve("two").resolve("three");
        NioDisk.open(deep).close();
        NioDisk.open(deep).close();
        assertTrue(Files.isDirectory(deep));
    }

    @Test
    void aFolderBelowAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThrows(DiskException.class, () -> NioDisk.open(file.resolve("below")));
    }

    @Test
    void aFullMediumIsToldFromABrokenOne() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.isWritable(full), "there is no /dev/full here");
        try (var disk = NioDisk.open(folder)) {
            link(folder.resolve("f"), full);
            try (var file = disk.open("f")) {
                var refused =
                        assertThrows(
                                DiskException.class, () -> file.write(0, ByteBuffer.allocate(100)));
                assertEquals(DiskException.Kind.FULL, refused.kind());
            }
        }
    }

    private static void link(Path from, Path to) {
        try {
            Files.createSymbolicLink(from, to);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
