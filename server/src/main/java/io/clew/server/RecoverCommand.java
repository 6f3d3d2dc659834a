package io.clew.server;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SetAside;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.Survey;
import io.clew.transport.disk.FolderInUseException;
import io.clew.transport.disk.NioDisk;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Looks at the data folders of nodes that do not run, and founds a new cluster from one. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the data folders of nodes that do not run, for when a majority of a cluster",
            "is lost for good. Only reads, unless --to says where to write: then what the most",
            "advanced folder holds becomes the data of a new node there, in a cluster of its own,",
            "to which the nodes of the old one cannot come back. The given folders stay as they",
            "are. Ends with 0, with 1 if something is in the way, with 2 for wrong usage."
        })
final class RecoverCommand implements Callable<Integer> {
    @Option(
            names = "--working-dir",
            paramLabel = "DIR",
            required = true,
            description = "data folder of a node that does not run; may be given several times")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "new folder that what is found is written to")
    private @Nullable Path to;

    @Option(
            names = "--salvage",
            description = "take damaged folders too: what comes before the damage")
    private boolean salvage;

    @Option(
            names = "--addr",
            paramLabel = "HOST:PORT",
            description = "address of the new node (default: 127.0.0.1:8080)")
    private String address = "127.0.0.1:8080";

    @Option(names = "--json", description = "print JSON, and nothing else")
    private boolean json;

    @Override
    public Integer call() {
        String own = HostPort.parse("--addr", address).toString();
        var found = new ArrayList<FoundData>();
        folders.forEach(folder -> look(folder, found));
        FoundData best = FoundData.best(found, salvage);
        var report = new FoundReport(found, best);
        System.out.println(json ? report.json() : report.text());
        if (best == null || best.shard() == null) {
            throw new StartException("no folder can be used; see --salvage for damaged ones");
        }
        if (to != null) {
            write(to, best.shard(), own);
        }
        return 0;
    }

    private static void look(Path folder, List<FoundData> found) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is not a folder");
        }
        try (NioDisk disk = NioDisk.open(folder)) {
            found.add(FoundData.of(folder.toString(), disk));
            Disk aside = SetAside.view(disk);
            if (aside != null) {
                found.add(FoundData.of(folder + " (set aside)", aside));
            }
        } catch (FolderInUseException e) {
            throw new StartException("a process uses the data folder " + folder, e);
        } catch (DiskException e) {
            throw new StartException(folder + ": " + e.getMessage(), e);
        }
    }

    private void write(Path folder, Recovered.Shard shard, String own) {
        try {
            if (Files.exists(folder) && !isEmpty(folder)) {
                throw new UsageException("--to " + folder + " is not empty");
            }
        } catch (IOException e) {
            throw new StartException("cannot look into " + folder + ": " + e, e);
        }
        var self = new Member(DataFolder.freshIdentity(), own);
        NodeId cluster = DataFolder.freshIdentity();
        try (NioDisk disk = NioDisk.open(folder)) {
            Survey.restore(shard, disk, StorageConfig.production(), self, cluster.value());
        } catch (DiskException e) {
            throw new StartException("cannot write to " + folder + ": " + e.getMessage(), e);
        }
        if (!json) {
            System.out.println(
                    "Wrote "
                            + folder
                            + ": node "
                            + self.id()
                            + " of the new cluster "
                            + cluster
                            + ". Start it alone, without --peers; new nodes with empty folders"
                            + " --join it.");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
