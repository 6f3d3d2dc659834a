package io.clew.transport.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.storage.DiskException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A data folder is not lost as a whole. */
class FolderNameTest {
    @TempDir private Path temporary;
    private final List<Path> synced = new ArrayList<>();

    @BeforeEach
    void resolve() throws IOException {
        temporary = temporary.toRealPath();
    }

    /** The first start may have died in between, or its sync may have failed. */
    @Test
    void theNamesOnTheWayAreSavedAlsoIfTheFolderIsThere() {
        Path data = temporary.resolve("one/two");
        assertThrows(DiskException.class, () -> NioDisk.open(data, FolderNameTest::fail));
        assertTrue(Files.isDirectory(data));
        assertEquals(List.of(), synced);
        NioDisk.open(data, synced::add).close();
        assertEquals(List.of(temporary.resolve("one"), temporary), synced.subList(0, 2));
    }

    private static void fail(Path folder) throws IOException {
        throw new IOException("cannot sync " + folder);
    }

    @Test
    void whoGivesALinkMeansTheFolderThatItLeadsTo() throws IOException {
        Path data = Files.createDirectories(temporary.resolve("there/data"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), data);
        FolderName.save(link, synced::add);
        assertEquals(temporary.resolve("there"), synced.getFirst());
    }

    @Test
    void foldersOfOthersAreNotInTheWay() throws IOException {
        Path data = Files.createDirectories(temporary.resolve("home/data"));
        FolderName.save(
                data,
                folder -> {
                    if (folder.endsWith("home")) {
                        throw new AccessDeniedException(folder.toString());
                    }
                    synced.add(folder);
                });
        assertEquals(temporary, synced.getFirst());
    }

    /** That of the kernel's own files cannot be synced, for one. */
    @Test
    void whatIsAboveTheFileSystemIsLeftAlone() throws IOException {
        FolderName.save(Path.of("/proc"), synced::add);
        assertFalse(synced.contains(Path.of("/")));
    }

    @Test
    void realFoldersCanBeSynced() throws IOException {
        FolderName.save(temporary);
    }
}
