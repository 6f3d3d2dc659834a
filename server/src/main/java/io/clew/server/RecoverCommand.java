package io.clew.server;

import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SetAside;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.Survey;
import io.clew.transport.disk.FolderInUseException;
import io.clew.transport.disk.NioDisk;
import io.clew.transport.json.JsonWriter;

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

    private record Found(String where, Survey survey, Recovered.@Nullable Shard shard) {
        LogId last() {
            return shard == null ? LogId.ZERO : Survey.last(shard);
        }

        /** A snapshot holds nothing that was not committed. */
        long committed() {
            SnapshotState snapshot = shard == null ? null : shard.snapshot();
            return snapshot == null ? 0 : snapshot.last().index();
        }

        @Nullable Membership membership() {
            return StoredCluster.membership(new Recovered(survey.node(), false, survey.shards()));
        }

        /** The state after everything that is there. */
        StateMachine state() {
            SnapshotState snapshot = shard == null ? null : shard.snapshot();
            StateMachine state =
                    snapshot == null
                            ? new StateMachine()
                            : StateMachine.of(
                                    snapshot.data(), snapshot.keys(), snapshot.last().index());
            for (Entry entry : shard == null ? List.<Entry>of() : shard.entries()) {
                if (entry.kind() == Entry.Kind.COMMAND) {
                    state.apply(entry);
                } else {
                    state.skip(entry.index());
                }
            }
            return state;
        }
    }

    @Override
    public Integer call() {
        String own = HostPort.parse("--addr", address).toString();
        var found = new ArrayList<Found>();
        folders.forEach(folder -> look(folder, found));
        Found best = null;
        for (Found each : found) {
            boolean usable = each.shard != null && (salvage || each.survey.damage() == null);
            if (usable && (best == null || each.last().compareTo(best.last()) > 0)) {
                best = each;
            }
        }
        System.out.println(json ? json(found, best) : text(found, best));
        if (best == null || best.shard == null) {
            throw new StartException("no folder can be used; see --salvage for damaged ones");
        }
        if (to != null) {
            write(to, best.shard, own);
        }
        return 0;
    }

    private static void look(Path folder, List<Found> found) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is not a folder");
        }
        try (NioDisk disk = NioDisk.open(folder)) {
            found.add(look(folder.toString(), disk));
            Disk aside = SetAside.view(disk);
            if (aside != null) {
                found.add(look(folder + " (set aside)", aside));
            }
        } catch (FolderInUseException e) {
            throw new StartException("a process uses the data folder " + folder, e);
        } catch (DiskException e) {
            throw new StartException(folder + ": " + e.getMessage(), e);
        }
    }

    private static Found look(String where, Disk disk) {
        Survey survey = Survey.of(disk, StorageConfig.production());
        return new Found(
                where, survey, survey.shards().isEmpty() ? null : survey.shards().getFirst());
    }

    private static String text(List<Found> all, @Nullable Found best) {
        var out = new StringBuilder();
        for (Found each : all) {
            Membership members = each.membership();
            out.append(each.where);
            out.append(isIt(each, best) ? "  <- most advanced\n" : "\n");
            out.append("  node ").append(each.survey.node());
            out.append(", term ").append(each.shard == null ? 0 : each.shard.hard().term());
            out.append(", last entry ").append(each.last());
            out.append(", known to be committed up to ").append(each.committed()).append('\n');
            out.append("  ").append(each.state().size()).append(" keys, hash ");
            out.append(Long.toHexString(each.state().hash())).append('\n');
            out.append("  members ").append(members == null ? "unknown" : names(members));
            out.append('\n');
            if (each.survey.damage() != null) {
                out.append("  DAMAGED: ").append(each.survey.damage());
                out.append("; nothing after entry ").append(each.last()).append(" was read\n");
            }
        }
        if (best != null) {
            out.append("Entries ").append(best.committed() + 1).append(" to ");
            out.append(best.last().index());
            out.append(" of the most advanced are kept, though some may never have been");
            out.append(" acknowledged.\nWhat only lost nodes have acknowledged after entry ");
            out.append(best.last().index()).append(" is lost.");
        }
        return out.toString();
    }

    private static boolean isIt(Found each, @Nullable Found best) {
        return best != null && each.where.equals(best.where);
    }

    private static String names(Membership membership) {
        return String.join(
                ", ", membership.members().stream().map(m -> m.address() + "=" + m.id()).toList());
    }

    private static String json(List<Found> all, @Nullable Found best) {
        var out = new JsonWriter().beginObject();
        out.name("folders").beginArray();
        for (Found each : all) {
            out.beginObject();
            out.name("folder").value(each.where);
            out.name("node").value(each.survey.node().toString());
            out.name("term").value(each.shard == null ? 0 : each.shard.hard().term());
            out.name("last-index").value(each.last().index());
            out.name("last-term").value(each.last().term());
            out.name("committed").value(each.committed());
            out.name("keys").value(each.state().size());
            out.name("hash").value(Long.toHexString(each.state().hash()));
            out.name("damage").value(each.survey.damage());
            out.name("members").beginArray();
            Membership members = each.membership();
            if (members != null) {
                members.members().forEach(m -> out.value(m.address()));
            }
            out.endArray();
            out.endObject();
        }
        out.endArray();
        out.name("most-advanced").value(best == null ? null : best.where);
        return out.endObject().toString();
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
