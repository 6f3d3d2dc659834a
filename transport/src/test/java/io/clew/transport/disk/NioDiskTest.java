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
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    void whoOnlyReadsChangesNothing() throws IOException {
        Files.writeString(folder.resolve("f"), "content");
        try (var disk = NioDisk.openToRead(folder);
                var file = disk.open("f")) {
            var content = ByteBuffer.allocate(7);
            assertEquals(7, file.read(0, content));
            assertThrows(NonWritableChannelException.class, () -> file.write(0, content.flip()));
            assertThrows(UnsupportedOperationException.class, () -> disk.create("g"));
            assertThrows(UnsupportedOperationException.class, () -> disk.rename("f", "g"));
            assertThrows(UnsupportedOperationException.class, () -> disk.delete("f"));
            assertEquals(List.of("f"), disk.list());
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("f")), files.toList(), "not even a lock");
        }
    }

    @Test
    void aFolderThatHasAnOwnerIsNotRead() {
        var owner = NioDisk.open(folder);
        assertThrows(FolderInUseException.class, () -> NioDisk.openToRead(folder));
        owner.close();
        try (var _ = NioDisk.openToRead(folder)) {
            assertThrows(FolderInUseException.class, () -> NioDisk.open(folder));
        }
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
