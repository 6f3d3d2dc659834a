package io.clew.server;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Refounding;
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
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Looks at the data folders of nodes that do not run, and founds a new cluster from one. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the data folders of nodes that do not run, for when a majority of a cluster",
            "is lost for good: says for each shard who is most advanced, and what would be lost.",
            "Only reads, unless --to says where to write: then the most advanced of each shard",
            "becomes the data of one new node there, in a cluster of its own, to which the nodes",
            "of the old one cannot come back. The given folders stay as they are. Ends with 0,",
            "with 1 if something is in the way, a lost shard for one, with 2 for wrong usage."
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
            description = {
                "new folder that what is found is written to; it has this name once it is complete"
            })
    private @Nullable Path to;

    @Option(
            names = "--salvage",
            description = {
                "use damaged folders too, up to the damage, and what a node has set aside"
            })
    private boolean salvage;

    @Option(
            names = "--accept-lost-shards",
            description = "go on without shards of which nothing is left: they begin empty")
    private boolean acceptLostShards;

    @Option(
            names = "--addr",
            paramLabel = "HOST:PORT",
            description = "address of the new node (default: 127.0.0.1:8080)")
    private String address = "127.0.0.1:8080";

    @Option(names = "--json", description = "print JSON, and nothing else")
    private boolean json;

    @Override
    public Integer call() {
        String own = Addresses.parse("--addr", address).toString();
        var found = new ArrayList<FoundData>();
        refuseTwice(folders);
        folders.forEach(folder -> look(folder, found));
        Survivors survivors = Survivors.of(found, salvage);
        var report = new FoundReport(survivors);
        System.out.println(json ? report.json() : report.text());
        if (survivors.shards().isEmpty()) {
            throw new StartException(
                    "no folder can be used; see --salvage for damaged ones and what was set aside");
        }
        List<Integer> lost = survivors.lost();
        if (!lost.isEmpty() && !acceptLostShards) {
            throw new StartException(
                    "nothing is left of "
                            + shards(lost)
                            + ", which may have had keys: give the folder of a node that had it,"
                            + " or let it begin empty with --accept-lost-shards");
        }
        if (to != null) {
            write(to, survivors, own);
        }
        return 0;
    }

    private static String shards(List<Integer> numbers) {
        String all = String.join(", ", numbers.stream().map(String::valueOf).toList());
        return (numbers.size() == 1 ? "shard " : "each of the shards ") + all;
    }

    private static void refuseTwice(List<Path> folders) {
        var seen = new TreeMap<Path, Path>();
        for (Path folder : folders) {
            Path before = seen.put(NewDataFolder.real(folder), folder);
            if (before != null) {
                throw new UsageException(
                        before + " and " + folder + " are one and the same folder");
            }
        }
    }

    private static void look(Path folder, List<FoundData> found) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is not a folder");
        }
        if (NewDataFolder.isUnfinished(folder)) {
            throw new UsageException(
                    folder + " is what a recovery has left that did not come to its end");
        }
        List<String> files = names(folder);
        boolean aside = SetAside.any(files);
        if (!aside && !Survey.any(files)) {
            throw new UsageException(
                    folder
                            + " is no data folder of a node: there is no identity, no log and"
                            + " no snapshot in it"
                            + meant(folder, files));
        }
        try (NioDisk disk = NioDisk.openToRead(folder)) {
            if (Survey.any(files)) {
                found.add(FoundData.of(folder.toString(), disk, false));
            }
            String when = " (set aside)";
            for (Disk view : SetAside.views(disk)) {
                found.add(FoundData.of(folder + when, view, true));
                when = " (set aside later)";
            }
        } catch (FolderInUseException e) {
            throw new StartException("a process uses the data folder " + folder, e);
        } catch (DiskException e) {
            throw new StartException(folder + ": " + e.getMessage(), e);
        }
    }

    private static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new StartException("cannot look into " + folder + ": " + e, e);
        }
    }

    /** Data folders of nodes often stand side by side in one folder. */
    private static String meant(Path folder, List<String> files) {
        List<String> nodes =
                files.stream()
                        .map(folder::resolve)
                        .filter(f -> Files.isDirectory(f) && Survey.any(names(f)))
                        .map(Path::toString)
                        .toList();
        return nodes.isEmpty() ? "" : "; did you mean " + String.join(", ", nodes) + "?";
    }

    private void write(Path folder, Survivors survivors, String own) {
        if (Files.exists(folder)) {
            refuseFull(folder, names(folder));
        }
        var self = new Member(DataFolder.freshIdentity(), own);
        NodeId cluster = DataFolder.freshIdentity();
        var target = new NewDataFolder(folder);
        if (target.begun()) {
            say(
                    target.unfinished()
                            + " is what a recovery has left that did not come to its end: it is"
                            + " written anew.");
        }
        var refounding = new Refounding(survivors.best(), self, cluster.value());
        target.write(disk -> refounding.write(disk, StorageConfig.production()));
        say(
                "Wrote "
                        + folder
                        + ": node "
                        + self.id()
                        + " of the new cluster "
                        + cluster
                        + ". Start it alone, without --peers; new nodes with empty folders"
                        + " --join it.");
    }

    private static void refuseFull(Path folder, List<String> files) {
        if (!files.isEmpty()) {
            throw new UsageException(
                    "--to "
                            + folder
                            + " is not empty"
                            + (Survey.any(files)
                                    ? ": it has the data of a node, complete if a recovery wrote it"
                                    : ""));
        }
    }

    private void say(String text) {
        if (!json) {
            System.out.println(text);
        }
    }
}
