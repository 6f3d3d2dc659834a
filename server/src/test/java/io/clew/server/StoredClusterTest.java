package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A folder of cluster 2a, whose node 1 is at :1 and, if there are others, node 2 at :2. */
class StoredClusterTest {
    @Test
    void aNewFolderFitsAnywhere() {
        var fresh = new Recovered(new NodeId(1), true, List.of());
        assertDoesNotThrow(() -> check(fresh, "--port 1 --peers :1,:2"));
    }

    @Test
    void aNodeThatIsAloneMayMove() {
        assertDoesNotThrow(() -> check(stored(":1"), "--port 9"));
    }

    @Test
    void aNodeThatIsAloneHasNoPeers() {
        assertRefused(
                stored(":1"),
                "--port 1 --peers :1,:2",
                "the data folder ./data belongs to cluster 2a, a node of its own, which has no"
                        + " peers");
    }

    @Test
    void aMemberIsWhereTheOthersLookForIt() {
        assertDoesNotThrow(() -> check(stored(":1", ":2"), "--port 1 --peers :1,:2"));
        assertRefused(
                stored(":1", ":2"),
                "--port 9 --peers :9,:2",
                "the data folder ./data belongs to cluster 2a, where this node is 127.0.0.1:1 and"
                        + " not 127.0.0.1:9");
    }

    @Test
    void whatIsStoredWinsAsLongAsAnyPeerIsKnown() {
        assertDoesNotThrow(() -> check(stored(":1", ":2"), "--port 1"), "no flag");
        assertDoesNotThrow(() -> check(stored(":1", ":2"), "--port 1 --peers :1,:2,:3"));
        assertRefused(
                stored(":1", ":2"),
                "--port 1 --peers :1,:3",
                "the data folder ./data belongs to cluster 2a of 127.0.0.1:1,127.0.0.1:2, none of"
                        + " which is among the given peers");
    }

    @Test
    void aClusterKeepsItsNumberOfShards() {
        assertDoesNotThrow(() -> check(stored(":1"), "--port 1 --shards 1"));
        assertRefused(
                stored(":1"),
                "--port 1 --shards 4",
                "the data folder ./data belongs to cluster 2a, which was created with --shards 1"
                        + " and not 4; that stays so");
    }

    @Test
    void theClusterIsWhatShard0SaysAndNotTheGroupOfAnotherShard() {
        Recovered one = stored(":1", ":2");
        var group = new Member(new NodeId(7, 1), "7");
        var other = Membership.of(0x2a, List.of(group), true, 1).encode();
        var entry = new Entry(1, 1, Entry.Kind.MEMBERSHIP, other);
        var shards = new ArrayList<>(one.shards());
        shards.add(new Recovered.Shard(1, HardState.INITIAL, null, null, List.of(entry)));
        var both = new Recovered(one.node(), false, shards);
        assertDoesNotThrow(() -> check(both, "--port 1 --peers :1,:2"));
        assertEquals(StoredCluster.membership(one), StoredCluster.membership(both));
    }

    /** 2 and 3 have left, or others have taken their places. */
    @Test
    void theWordsOfAnEarlierStartStillMeanThisFolderWhenTheMembersHaveChanged() {
        String founding = "--port 1 --peers :1,:2,:3";
        List<String> before = config(founding).others();
        for (Recovered now : List.of(stored(":1"), stored(":1", ":4", ":5"))) {
            assertDoesNotThrow(() -> StoredCluster.check(now, config(founding), before));
            assertThrows(
                    StartException.class,
                    () -> StoredCluster.check(now, config("--port 1 --peers :1,:2,:6"), before));
        }
    }

    @Test
    void whoeverHasLeftAClusterOfTwoMayKnowTheOtherOne() {
        var left = new Recovered(new NodeId(2), false, stored(":1").shards());
        assertDoesNotThrow(() -> check(left, "--port 2 --peers :1,:2"));
        assertDoesNotThrow(() -> check(left, "--port 2"));
        assertRefused(
                left,
                "--port 2 --peers :2,:3",
                "the data folder ./data belongs to cluster 2a of 127.0.0.1:1, none of which is among"
                        + " the given peers");
    }

    private static void check(Recovered stored, String flags) {
        StoredCluster.check(stored, config(flags), null);
    }

    private static void assertRefused(Recovered stored, String flags, String why) {
        var refusal = assertThrows(StartException.class, () -> check(stored, flags));
        assertEquals(why, refusal.getMessage());
    }

    private static Recovered stored(String... addresses) {
        var voters = new ArrayList<Member>();
        for (String address : addresses) {
            voters.add(new Member(new NodeId(voters.size() + 1), "127.0.0.1" + address));
        }
        var membership = new Membership(0x2a, voters, List.of(), true);
        var entry = new Entry(1, 1, Entry.Kind.MEMBERSHIP, membership.encode());
        var shard = new Recovered.Shard(0, HardState.INITIAL, null, null, List.of(entry));
        return new Recovered(new NodeId(1), false, List.of(shard));
    }

    private static ServerConfig config(String flags) {
        var parsed = new Flags();
        new CommandLine(parsed).parseArgs(flags.split(" ", -1));
        return ServerConfig.of(parsed, new TreeMap<>());
    }
}
