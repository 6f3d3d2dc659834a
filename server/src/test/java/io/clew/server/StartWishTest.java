package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Reply;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Starts of node 1 with and without --join, on a folder that may hold a cluster already. */
class StartWishTest {
    private static final Reply HOLDS_KEYS = new Reply.Rejected("this node holds keys");
    private static final JoinFile.Wish OF_TWO =
            new JoinFile.Wish(false, List.of("127.0.0.1:2"), null);

    @TempDir Path folder;

    private JoinFile file() {
        return new JoinFile(folder);
    }

    @Test
    void aWishOutlivesARestartWithoutTheFlag() {
        assertEquals(OF_TWO, start(fresh(), "--join :2").current());
        StartWish again = start(fresh(), "");
        assertEquals(OF_TWO, again.current());
        assertFalse(again.renounces());
    }

    @Test
    void aMistakenFlagLeavesNothingBehind() {
        StartWish wish = start(cluster(1), "--join :2");
        assertTrue(wish.renounces());
        var refusal = assertThrows(StartException.class, () -> wish.refused(HOLDS_KEYS));
        assertEquals(
                "cannot join another cluster, of 127.0.0.1:2: this node holds keys",
                refusal.getMessage());
        assertNull(file().read());
        assertNull(start(cluster(1), "").current());
    }

    @Test
    void aWishThatCannotBeIsDroppedAndTheNodeServes() {
        file().write(OF_TWO);
        StartWish wish = start(cluster(1), "");
        assertTrue(wish.renounces());
        wish.refused(HOLDS_KEYS);
        assertNull(wish.current());
        assertNull(file().read());
    }

    @Test
    void aWishThatMayStillBeIsKeptAndItsFileNamed() {
        file().write(OF_TWO);
        StartWish wish = start(cluster(1), "");
        var refusal =
                assertThrows(
                        StartException.class,
                        () -> wish.refused(new Reply.Refused("writes are under way")));
        assertTrue(("" + refusal.getMessage()).contains("" + folder.resolve("joining")));
        assertEquals(OF_TWO, file().read());
    }

    @Test
    void whatAMemberWishedForIsForgotten() {
        file().write(OF_TWO);
        assertNull(start(cluster(1, 2), "--join :2").current());
        assertNull(file().read());
    }

    /** The same command line, again and again. */
    @Test
    void whoeverHasJoinedAndIsLeftAloneKeepsItsCluster() {
        var _ = start(cluster(1, 2), "--join :2");
        assertNull(start(cluster(1), "--join :2").current());
        assertNull(file().read());
        assertTrue(start(cluster(1), "--join :3").renounces());
    }

    @Test
    void whoeverWasTakenInWhileItRanAndIsLeftAloneKeepsItsCluster() {
        start(fresh(), "--standby").fulfilled();
        file().delete();
        assertNull(start(cluster(1), "--standby").current());
    }

    private StartWish start(Recovered recovered, String flags) {
        var parsed = new Flags();
        String all = "--port 1 --working-dir " + folder + " " + flags;
        new CommandLine(parsed).parseArgs(all.strip().split(" ", -1));
        var config = ServerConfig.of(parsed, new TreeMap<>());
        return new StartWish(recovered, config, file(), new ToldPeers(folder));
    }

    private static Recovered fresh() {
        return new Recovered(new NodeId(1), true, List.of());
    }

    private static Recovered cluster(int... nodes) {
        var voters = new ArrayList<Member>();
        for (int node : nodes) {
            voters.add(new Member(new NodeId(node), "127.0.0.1:" + node));
        }
        var membership = new Membership(0x2a, voters, List.of(), true);
        var entry = new Entry(1, 1, Entry.Kind.MEMBERSHIP, membership.encode());
        var shard = new Recovered.Shard(0, HardState.INITIAL, null, null, List.of(entry));
        return new Recovered(new NodeId(1), false, List.of(shard));
    }
}
