package io.clew.server;

import io.clew.engine.raft.Member;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers beside the node's own data who else is in the cluster: whom to ask when that data
 * cannot be read any more.
 */
final class KnownMembers {
    private static final String REPLICA = "replica";
    private static final String VOTER = "voter";

    private final Advice file;

    /**
     * @param replica whether the node itself only follows
     * @param others their addresses
     */
    record Known(boolean replica, List<String> others) {
        Known {
            others = List.copyOf(others);
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
        boolean replica = !lines.isEmpty() && lines.getFirst().equals(REPLICA);
        return new Known(replica, lines.subList(Math.min(1, lines.size()), lines.size()));
    }

    /**
     * Remembers who is in the cluster now; a node that followed once still does.
     *
     * @param replica whether this node is known to only follow
     */
    void note(boolean replica, List<Member> members) {
        Known before = read();
        var now =
                new Known(
                        replica || (before != null && before.replica),
                        members.stream().map(Member::address).distinct().toList());
        if (!now.equals(before)) {
            write(now);
        }
    }

    private void write(Known known) {
        var lines = new ArrayList<String>();
        lines.add(known.replica ? REPLICA : VOTER);
        lines.addAll(known.others);
        file.write(lines);
    }
}
