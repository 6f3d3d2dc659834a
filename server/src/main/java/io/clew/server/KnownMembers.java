package io.clew.server;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Quorum;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers beside the node's own data who else is in the cluster, and whether they can do without
 * this node: whom to ask when that data cannot be read any more.
 */
final class KnownMembers {
    private static final String REPLICA = "replica";
    private static final String VOTER = "voter";
    private static final String NEEDED = "needed";
    private static final String REPLACEABLE = "replaceable";

    private final Advice file;

    /**
     * @param replica whether the node itself only follows
     * @param needed whether there is no majority without it, so that nobody could take it in anew
     * @param others their addresses
     */
    record Known(boolean replica, boolean needed, List<String> others) {
        Known {
            others = List.copyOf(others);
        }

        /** Where nothing else is known all of them count as voters. */
        static Known ofVoters(boolean replica, List<String> others) {
            int voters = others.size() + (replica ? 0 : 1);
            return new Known(replica, others.size() <= voters / 2, others);
        }
    }

    KnownMembers(Path dataFolder) {
        this.file = new Advice(dataFolder, "members");
    }

    @Nullable Known read() {
        List<String> lines = file.read();
        if (lines == null) {
            return null;
        }
        List<String> self = lines.isEmpty() ? List.of() : List.of(lines.getFirst().split(" ", -1));
        boolean replica = self.contains(REPLICA);
        List<String> others = lines.subList(Math.min(1, lines.size()), lines.size());
        if (self.contains(NEEDED) || self.contains(REPLACEABLE)) {
            return new Known(replica, self.contains(NEEDED), others);
        }
        return Known.ofVoters(replica, others); // As earlier versions have written it.
    }

    /**
     * Remembers who is in the cluster now; a node that followed once still does.
     *
     * @param self this node
     * @param replica whether it is known to only follow
     */
    void note(NodeId self, boolean replica, Membership members) {
        Known before = read();
        var now =
                new Known(
                        replica || (before != null && before.replica),
                        !Quorum.reached(members, id -> !id.equals(self)),
                        members.members().stream()
                                .filter(member -> !member.id().equals(self))
                                .map(Member::address)
                                .distinct()
                                .toList());
        if (!now.equals(before)) {
            write(now);
        }
    }

    private void write(Known known) {
        var lines = new ArrayList<String>();
        lines.add((known.replica ? REPLICA : VOTER) + " " + (known.needed ? NEEDED : REPLACEABLE));
        lines.addAll(known.others);
        file.write(lines);
    }
}
