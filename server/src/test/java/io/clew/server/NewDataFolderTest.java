package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.transport.disk.NioDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is there as a whole or not at all. */
class NewDataFolderTest {
    private static final NodeId NODE = new NodeId(7);

    @TempDir Path temporary;

    private static void identity(Disk disk, NodeId node) {
        Storage.open(disk, StorageConfig.tiny(), node).close();
    }

    private static NodeId owner(Path folder) {
        try (var disk = NioDisk.open(folder);
                var storage = Storage.open(disk, StorageConfig.tiny(), new NodeId(1))) {
            return storage.takeRecovered().node();
        }
    }

    private void die(NewDataFolder folder) {
        assertThrows(
                StartException.class,
                () ->
                        folder.write(
                                disk -> {
                                    identity(disk, new NodeId(6));
                                    throw new DiskException(DiskException.Kind.FULL, "full");
                                }));
    }

    @Test
    void whatIsNotCompleteDoesNotHaveTheName() throws IOException {
        Path path = temporary.resolve("new/data");
        var folder = new NewDataFolder(path);
        assertFalse(folder.begun());
        die(folder);
        assertFalse(Files.exists(path));
        assertTrue(folder.begun());
        assertTrue(NewDataFolder.isUnfinished(folder.unfinished()));
        folder.write(disk -> identity(disk, NODE));
        assertEquals(NODE, owner(path));
        assertFalse(folder.begun());
        assertFalse(NewDataFolder.isUnfinished(path));
    }

    @Test
    void anEmptyFolderIsReplacedAlsoByWayOfALink() throws IOException {
        Path path = Files.createDirectory(temporary.resolve("data"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), path);
        new NewDataFolder(link).write(disk -> identity(disk, NODE));
        assertEquals(NODE, owner(path));
        assertTrue(Files.isSymbolicLink(link));
    }

    /** Another process may have been faster. */
    @Test
    void whatHasComeThereMeanwhileIsLeftAsItIs() throws IOException {
        Path path = temporary.resolve("data");
        var folder = new NewDataFolder(path);
        assertThrows(
                StartException.class,
                () ->
                        folder.write(
                                disk -> {
                                    identity(disk, NODE);
                                    fill(path);
                                }));
        assertEquals("mine", Files.readString(path.resolve("notes")));
    }

    private static void fill(Path path) {
        try {
            Files.writeString(Files.createDirectory(path).resolve("notes"), "mine");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void twoThatWriteAtOnceDoNotMix() {
        Path path = temporary.resolve("data");
        var folder = new NewDataFolder(path);
        folder.write(
                disk -> {
                    identity(disk, NODE);
                    var other = new NewDataFolder(path);
                    var why =
                            assertThrows(
                                    StartException.class,
                                    () -> other.write(more -> identity(more, new NodeId(8))));
                    assertTrue(("" + why.getMessage()).contains("another process is writing"));
                });
        assertEquals(NODE, owner(path));
    }
}
