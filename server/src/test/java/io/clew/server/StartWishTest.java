package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.clew.engine.api.Reply;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

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

    /** The configuration that is stored may yet be taken back. */
    @Test
    void aWishIsKeptUntilItIsKnownToBeFulfilled() {
        file().write(OF_TWO);
        StartWish wish = start(cluster(1, 2), "--join :2");
        assertEquals(OF_TWO, wish.current());
        assertEquals(OF_TWO, file().read());
        assertFalse(wish.renounces());
        file().delete();
        assertNull(start(cluster(1, 2), "--join :2").current());
    }

    /** What was told once is asked for again at each start, whoever has come and gone since. */
    @Test
    void aWishForAnotherClusterThanTheStoredOneIsWarnedOfEachTime() {
        String wrong =
                "WARN is in a cluster already, of [127.0.0.1:1, 127.0.0.1:2]: --join is ignored,"
                        + " and was perhaps meant for another data folder, since none of"
                        + " 127.0.0.1:7,127.0.0.1:8 is a member or was told before";
        String usual = "INFO is in a cluster already: --join and --standby are ignored";
        assertEquals(List.of(wrong), said(() -> start(cluster(1, 2), "--join :7,:8")));
        assertEquals(List.of(wrong), said(() -> start(cluster(1, 2), "--join :7,:8")));
        assertEquals(List.of(usual), said(() -> start(cluster(1, 2), "--join :2,:8")));
        assertEquals(List.of(usual), said(() -> start(cluster(1, 3), "--join :2,:8")));
        assertEquals(List.of(usual), said(() -> start(cluster(1, 2), "--standby")));
        assertEquals(List.of(), said(() -> start(cluster(1, 2), "")));
    }

    private static List<String> said(Supplier<StartWish> start) {
        var log = (Logger) LoggerFactory.getLogger("clew");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            assertNull(start.get().current());
        } finally {
            log.detachAppender(lines);
        }
        return lines.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
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
