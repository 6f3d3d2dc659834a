package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Refounding;
import io.clew.engine.storage.SetAside;
import io.clew.engine.storage.StorageConfig;
import io.clew.transport.disk.NioDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Folders that tell little are not in the way of others, and none is changed. */
class RecoverCommandTest {
    @TempDir Path temporary;

    @Test
    void nothingIsChangedInAFolderThatIsRead() throws IOException {
        Path whole = write("whole", 1);
        Files.delete(whole.resolve("lock"));
        List<Path> before = files(whole);
        assertEquals(0, recover("--working-dir", whole.toString()));
        assertEquals(before, files(whole));
    }

    /** What is left of one that was set aside, after a deletion that was cut off. */
    @Test
    void anIdentityAloneIsNotInTheWayOfOthers() throws IOException {
        Path whole = write("whole", 1);
        Path left = write("left", 2);
        try (var disk = NioDisk.open(left)) {
            SetAside.move(disk);
            for (String file : disk.list()) {
                if (!file.endsWith("identity")) {
                    disk.delete(file);
                }
            }
        }
        String[] both = {"--working-dir", left.toString(), "--working-dir", whole.toString()};
        assertEquals(0, recover(both));
    }

    @Test
    void snapshotsAreSavedWithoutTheirLog() throws IOException {
        Path folder = write("folder", 1);
        for (Path file : files(folder)) {
            if (file.getFileName().toString().startsWith("wal-")) {
                Files.delete(file);
            }
        }
        assertEquals(0, recover("--salvage", "--working-dir", folder.toString()));
    }

    private static int recover(String... arguments) {
        return new CommandLine(new RecoverCommand()).execute(arguments);
    }

    /** The data of a node that is a cluster of its own. */
    private Path write(String name, long node) {
        var shards = new TreeMap<Integer, Recovered.Shard>();
        shards.put(0, new Recovered.Shard(0, HardState.INITIAL, null, null, List.of()));
        var self = new Member(new NodeId(node), "127.0.0.1:8080");
        Path folder = temporary.resolve(name);
        try (var disk = NioDisk.open(folder)) {
            new Refounding(shards, self, 7).write(disk, StorageConfig.production());
        }
        return folder;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
