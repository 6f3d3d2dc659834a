package io.clew.server;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Quorum;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Remembers beside the node's own data who else is in the cluster, and whether they can do without
 * this node: whom to ask when that data cannot be read any more.
 */
final class KnownMembers {
    private static final String REPLICA = "replica";
    private static final String VOTER = "voter";
    private static final String OF = "of:";

    private final Advice file;

    /** What the node is to the others. */
    enum Worth {
        /** There is no majority without it, so that nobody could take it in anew. */
        NEEDED,
        REPLACEABLE,
        /** It was a member, and is none any more. */
        LEFT;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param replica whether the node itself only follows
     * @param cluster 0 if it was not noted
     * @param others their addresses
     */
    record Known(boolean replica, Worth worth, long cluster, List<String> others) {
        Known {
            others = List.copyOf(others);
        }

        /** Where nothing else is known all of them count as voters. */
        static Known ofVoters(boolean replica, List<String> others) {
            int voters = others.size() + (replica ? 0 : 1);
            boolean needed = others.size() <= voters / 2;
            return new Known(replica, needed ? Worth.NEEDED : Worth.REPLACEABLE, 0, others);
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
        for (Worth worth : Worth.values()) {
            if (self.contains(worth.word)) {
                return new Known(replica, worth, cluster(self), others);
            }
        }
        return Known.ofVoters(replica, others); // As earlier versions have written it.
    }

    /**
     * Remembers who is in the cluster now.
     *
     * @param self this node
     * @param wish to be taken in: whoever waits for that reads first of members without itself
     */
    void note(NodeId self, JoinFile.@Nullable Wish wish, Membership members) {
        Known before = read();
        boolean replica = before != null && before.replica;
        if (members.contains(self)) {
            replica = members.isReplica(self); // Whatever it was told: others may have decided.
        } else if (wish != null) {
            replica = wish.replica();
        }
        var now =
                new Known(
                        replica,
                        worth(self, wish, members),
                        members.clusterId(),
                        members.members().stream()
                                .filter(member -> !member.id().equals(self))
                                .map(Member::address)
                                .distinct()
                                .toList());
        if (!now.equals(before)) {
            write(now);
        }
    }

    private static long cluster(List<String> self) {
        for (String word : self) {
            if (word.startsWith(OF)) {
                try {
                    return Long.parseUnsignedLong(word.substring(OF.length()), 16);
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 0;
    }

    private static Worth worth(NodeId self, JoinFile.@Nullable Wish wish, Membership members) {
        // A founder that was not met yet is among them by its address alone.
        boolean allMet = members.members().stream().allMatch(member -> member.id().bound());
        if (wish == null && allMet && !members.contains(self)) {
            return Worth.LEFT;
        }
        boolean enough = Quorum.reached(members, id -> !id.equals(self));
        return enough ? Worth.REPLACEABLE : Worth.NEEDED;
    }

    private void write(Known known) {
        var lines = new ArrayList<String>();
        String self = (known.replica ? REPLICA : VOTER) + " " + known.worth.word;
        lines.add(self + " " + OF + HexFormat.of().toHexDigits(known.cluster));
        lines.addAll(known.others);
        file.write(lines);
    }
}
