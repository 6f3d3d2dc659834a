package io.clew.server;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.SetAside;
import io.clew.server.KnownMembers.Worth;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Begins a node anew whose data cannot be trusted: what it has goes aside, and it asks the others
 * to be taken in as somebody else, in the place of who it was.
 *
 * <p>It must not come back as who it was. It has promised votes and vouched for entries, and with
 * damaged data it cannot know which.
 */
final class Rebuilding {
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    private Rebuilding() {}

    /** Null once it has begun; else says why it cannot be, and nothing is changed. */
    static @Nullable String begin(Disk disk, ServerConfig config, String why) {
        KnownMembers.Known noted = new KnownMembers(config.dataFolder()).read();
        KnownMembers.Known known = noted == null ? told(config) : noted;
        // To ask in the place of somebody whom the cluster does not know would be to ask in vain.
        boolean knownByNobody = noted == null && config.join() != null;
        var others = new TreeSet<>(known.others());
        others.remove(config.address());
        String refusal = refusal(known, others);
        if (refusal != null) {
            return refusal;
        }
        var file = new JoinFile(config.dataFolder());
        JoinFile.Wish before = file.read();
        String replaces = replaces(SetAside.owner(disk), config, before, knownByNobody);
        boolean replica = (noted == null && before != null) ? before.replica() : known.replica();
        // First: or after a crash in between the node would not know that it was somebody.
        file.write(new JoinFile.Wish(replica, List.copyOf(others), replaces));
        boolean first = !SetAside.any(disk.list());
        new AsideOrigin(config.dataFolder()).note(known.cluster(), first);
        SetAside.move(disk);
        LOG.error(
                "is rebuilt from {}: {}; its data was set aside, the node comes back as another"
                        + " one, {}",
                String.join(",", others),
                why,
                replaces == null ? "beside all others" : "in the place of " + replaces);
        return null;
    }

    private static @Nullable String replaces(
            NodeId owner, ServerConfig config, JoinFile.@Nullable Wish before, boolean nobody) {
        if (before != null && before.replaces() != null) {
            return before.replaces(); // It was begun before: nobody knows who it is since then.
        }
        if (owner.bound() && !nobody) {
            return owner.toString();
        }
        return nobody ? null : config.address();
    }

    private static @Nullable String refusal(KnownMembers.Known known, Set<String> others) {
        if (known.worth() == Worth.LEFT) {
            return "this node has left its cluster, where nobody waits for it any more";
        }
        // Nobody is taken in, in whosever place, but by a majority of those who vote now.
        return others.isEmpty() || known.worth() == Worth.NEEDED
                ? "without this node there is no majority to rebuild it from"
                : null;
    }

    /**
     * Goes on where a crash came between the wish and the data going aside: whose place is to be
     * taken must not be served once more.
     */
    static void goOn(Disk disk, Path dataFolder) {
        JoinFile.Wish wish = new JoinFile(dataFolder).read();
        NodeId owner = SetAside.owner(disk);
        if (wish != null && owner.bound() && owner.toString().equals(wish.replaces())) {
            SetAside.move(disk);
            LOG.error(
                    "goes on being rebuilt from {}: its data was set aside, the node comes back as"
                            + " another one, in the place of {}",
                    String.join(",", wish.seeds()),
                    owner);
        }
    }

    /** The node is whole: nobody needs any more what it was before, unless that was elsewhere. */
    static void finish(Disk disk, Path dataFolder, long cluster) {
        var origin = new AsideOrigin(dataFolder);
        if (!SetAside.any(disk.list())) {
            return;
        }
        if (!origin.isOf(cluster)) {
            LOG.warn(
                    "is whole; what was set aside stays in {} as aside-…, since it is not known to"
                            + " be of this cluster: look at it with ./run.sh recover --salvage, and"
                            + " delete it",
                    dataFolder);
            return;
        }
        SetAside.delete(disk);
        origin.forget();
        LOG.info("is rebuilt; what was set aside is deleted");
    }

    /** Flags tell less than a node has seen: whoever they name may have left long ago. */
    private static KnownMembers.Known told(ServerConfig config) {
        JoinFile.Wish told = config.join();
        return told == null || told.seeds().isEmpty()
                ? KnownMembers.Known.ofVoters(false, config.others())
                : new KnownMembers.Known(told.replica(), Worth.REPLACEABLE, 0, told.seeds());
    }
}
