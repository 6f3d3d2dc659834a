package io.clew.server;

import io.clew.engine.api.Reply;
import io.clew.engine.storage.Recovered;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The wish to be taken into another cluster as it stands when the node starts: told by the flags,
 * left in the data folder by an earlier start, or void because of what is stored.
 */
final class StartWish {
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    private final JoinFile file;
    private final ToldPeers peers;
    private final JoinFile.@Nullable Wish told;

    /** What the file said before this start. */
    private final JoinFile.@Nullable Wish before;

    /** Whether nothing else was told that could be a cluster's peers. */
    private final boolean joinsOnly;

    private final boolean joined;
    private final boolean alone;
    private volatile JoinFile.@Nullable Wish current;

    StartWish(Recovered recovered, ServerConfig config, JoinFile file, ToldPeers peers) {
        this.file = file;
        this.peers = peers;
        this.told = config.join();
        this.joinsOnly = config.alone();
        this.alone = StoredCluster.alone(recovered);
        joined = StoredCluster.joined(recovered);
        if (joined) {
            before = null;
            // What is stored may be what a leader wrote down that was cut off, and be taken back.
            // Once it is known to be for good the wish is fulfilled, and its file deleted.
            current = file.read();
            ignored(recovered);
        } else {
            before = file.read();
            current = decide();
        }
    }

    private void ignored(Recovered recovered) {
        if (told != null && means(recovered, told.seeds())) {
            LOG.info("is in a cluster already: --join and --standby are ignored");
            fulfilled();
        } else if (told != null) {
            LOG.warn(
                    "is in a cluster already, of {}: --join is ignored, and was perhaps meant for"
                            + " another data folder, since none of {} is a member or was told"
                            + " before",
                    StoredCluster.addresses(recovered),
                    String.join(",", told.seeds()));
        }
    }

    /** Whether these words are known to have led, or could lead, to the cluster that is stored. */
    private boolean means(Recovered recovered, List<String> seeds) {
        List<String> before = peers.read();
        return seeds.isEmpty()
                || (before != null && !Collections.disjoint(before, seeds))
                || !Collections.disjoint(StoredCluster.addresses(recovered), seeds);
    }

    private JoinFile.@Nullable Wish decide() {
        if (told == null || (before != null && before.replaces() != null)) {
            return before;
        }
        if (alone && before == null && told.seeds().equals(peers.read())) {
            LOG.warn(
                    "was taken in before, and all others have left: --join and --standby are"
                            + " ignored");
            return null;
        }
        file.write(told);
        return told;
    }

    /** Null if the node is in a cluster, founds one, or keeps to itself. */
    JoinFile.@Nullable Wish current() {
        return current;
    }

    /** Whether the node was in a cluster with others when it started. */
    boolean joined() {
        return joined;
    }

    /** Whether the node has a cluster of its own, which it must forget first. */
    boolean renounces() {
        return current != null && alone;
    }

    /** Remembers the words by which this node came to its cluster. */
    void fulfilled() {
        if (told != null && joinsOnly) {
            peers.note(told.seeds());
        }
    }

    /**
     * The node keeps what it has.
     *
     * @throws StartException if the flags ask for something else, or if it may be different the
     *     next time
     */
    void refused(Reply reply) {
        String what = "cannot join " + seeds() + ": " + why(reply);
        if (told != null) {
            file.restore(before);
            throw new StartException(what);
        }
        if (!(reply instanceof Reply.Rejected)) {
            throw new StartException(what + " (the wish is in " + file.path() + ")");
        }
        LOG.warn("{}; the wish in {} is dropped", what, file.path());
        file.delete();
        current = null;
    }

    private String seeds() {
        List<String> seeds = Objects.requireNonNull(current).seeds();
        return "another cluster" + (seeds.isEmpty() ? "" : ", of " + String.join(",", seeds));
    }

    private static String why(Reply reply) {
        if (reply instanceof Reply.Rejected(String why)) {
            return why;
        }
        if (reply instanceof Reply.Refused(String why)) {
            return why;
        }
        return reply instanceof Reply.Unknown(String why) ? why : "the node answers " + reply;
    }
}
