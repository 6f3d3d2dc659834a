package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.SetAside;
import io.clew.transport.disk.NioDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Node 1, whose data is damaged, and who may help it. */
class RebuildingTest {
    private static final String OF_THREE = "--peers :1,:2,:3";

    @TempDir Path folder;

    @BeforeEach
    void hasData() {
        DataFolder.open(config("")).close();
    }

    @Test
    void whereAMajorityIsLeftTheDataIsSetAside() throws Exception {
        NodeId before = owner();
        members("voter replaceable", "127.0.0.1:2", "127.0.0.1:3");
        assertTrue(begin(""));
        var wish = new JoinFile.Wish(false, List.of("127.0.0.1:2", "127.0.0.1:3"), "" + before);
        assertEquals(wish, new JoinFile(folder).read());
        assertFalse(owner().bound());
    }

    /** The flags still name those who have left. */
    @Test
    void whoeverIsLeftAloneKeepsItsOnlyCopy() throws Exception {
        members("voter needed");
        assertNothingChanges(OF_THREE);
        assertNothingChanges("--join :2");
    }

    @Test
    void oneOfTwoKeepsItsDataSinceTheOtherCannotTakeItIn() throws Exception {
        members("voter needed", "127.0.0.1:2", "127.0.0.1:4");
        assertNothingChanges(OF_THREE);
        Files.delete(folder.resolve("members"));
        assertNothingChanges("--peers :1,:2");
        assertTrue(begin(OF_THREE));
    }

    /** Nobody waits for it: the last that it can do is not to spoil what it has. */
    @Test
    void whoeverHasLeftKeepsItsDataAndStaysAway() throws Exception {
        members("voter left", "127.0.0.1:2", "127.0.0.1:3", "127.0.0.1:4");
        assertNothingChanges(OF_THREE);
        assertNothingChanges("--join :2");
    }

    /** The cluster would not know whom it asks to replace, and take it for somebody removed. */
    @Test
    void whoeverWasNeverAMemberTakesNobodysPlace() {
        assertTrue(begin("--join :2"));
        assertEquals(
                new JoinFile.Wish(false, List.of("127.0.0.1:2"), null),
                new JoinFile(folder).read());
    }

    @Test
    void whoeverWaitsToBeTakenInGoesOnWaiting() {
        assertTrue(begin("--join :2 --role replica"));
        JoinFile.Wish wish = new JoinFile(folder).read();
        assertNotNull(wish);
        assertTrue(wish.replica());
        assertEquals(List.of("127.0.0.1:2"), wish.seeds());
    }

    /** Others may have decided otherwise than it was told when it was started. */
    @Test
    void whoeverVotesComesBackAsAVoter() throws Exception {
        members("voter replaceable", "127.0.0.1:2", "127.0.0.1:3");
        assertTrue(begin("--join :2 --role replica"));
        JoinFile.Wish wish = new JoinFile(folder).read();
        assertNotNull(wish);
        assertFalse(wish.replica());
    }

    @Test
    void whatWasSetAsideIsDeletedWhereTheNodeIsWholeAgain() throws Exception {
        members("voter replaceable of:00000000000000aa", "127.0.0.1:2", "127.0.0.1:3");
        assertTrue(begin(""));
        assertEquals(0, asideAfter(0xaa));
        assertTrue(Files.notExists(folder.resolve("set-aside-of")));
    }

    /** Which has nothing of what it may be the only copy of. */
    @Test
    void whoeverJoinsAnotherClusterKeepsWhatWasSetAside() throws Exception {
        members("voter replaceable of:00000000000000aa", "127.0.0.1:2", "127.0.0.1:3");
        assertTrue(begin(""));
        assertEquals(1, asideAfter(0xbb));
        hasData();
        members("voter replaceable of:00000000000000bb", "127.0.0.1:2", "127.0.0.1:3");
        assertTrue(begin(""));
        assertEquals(2, asideAfter(0xbb));
        assertEquals(2, asideAfter(0xaa));
    }

    @Test
    void whatNobodyKnowsTheClusterOfIsKept() throws Exception {
        members("voter replaceable", "127.0.0.1:2", "127.0.0.1:3");
        assertTrue(begin(""));
        assertEquals(1, asideAfter(0xaa));
    }

    private int asideAfter(long cluster) {
        try (NioDisk disk = NioDisk.open(folder)) {
            Rebuilding.finish(disk, folder, cluster);
            return SetAside.views(disk).size();
        }
    }

    /** The wish is written before the data goes: else nobody would know whose place to take. */
    @Test
    void whoeverDiesBetweenItsWishAndItsDataGoingDoesNotComeBackAsWhoItWas() {
        NodeId condemned = owner();
        var wish = new JoinFile.Wish(false, List.of("127.0.0.1:2", "127.0.0.1:3"), "" + condemned);
        new JoinFile(folder).write(wish);
        NodeId next = openedBy();
        assertNotEquals(condemned, next);
        assertEquals(wish, new JoinFile(folder).read());
        try (NioDisk disk = NioDisk.open(folder)) {
            assertEquals(condemned, SetAside.owner(SetAside.views(disk).getFirst()));
        }
        assertEquals(next, openedBy(), "once");
    }

    private NodeId openedBy() {
        DataFolder opened = DataFolder.open(config(OF_THREE));
        try {
            return opened.storage().takeRecovered().node();
        } finally {
            opened.close();
        }
    }

    private void assertNothingChanges(String flags) {
        NodeId before = owner();
        assertFalse(begin(flags));
        assertEquals(before, owner());
        assertNull(new JoinFile(folder).read());
    }

    private void members(String... lines) throws Exception {
        Files.write(folder.resolve("members"), List.of(lines));
    }

    private NodeId owner() {
        try (NioDisk disk = NioDisk.open(folder)) {
            return SetAside.owner(disk);
        }
    }

    private boolean begin(String flags) {
        try (NioDisk disk = NioDisk.open(folder)) {
            return Rebuilding.begin(disk, config(flags), "a bit") == null;
        }
    }

    private ServerConfig config(String flags) {
        var parsed = new Flags();
        String all = "--port 1 --working-dir " + folder + " " + flags;
        new CommandLine(parsed).parseArgs(all.strip().split(" ", -1));
        return ServerConfig.of(parsed, new TreeMap<>());
    }
}
