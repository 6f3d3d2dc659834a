package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.server.KnownMembers.Worth;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

class KnownMembersTest {
    private static final NodeId SELF = new NodeId(9);

    @TempDir Path folder;

    /** It is advice, and the node works without it. */
    @Test
    void whatCannotBeReadOrWrittenIsNotThere() throws Exception {
        Files.createDirectories(folder.resolve("members/occupied"));
        assertNull(new KnownMembers(folder).read());
        note(1, 9);
        assertNull(new KnownMembers(folder).read());
    }

    @Test
    void bytesThatAreNoTextAreNotThere() throws Exception {
        Files.write(folder.resolve("members"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertNull(new KnownMembers(folder).read());
        note(1, 9);
        assertEquals(known(false, true, "h:1"), new KnownMembers(folder).read());
    }

    @Test
    void theNewestMembersAreKnown() {
        assertNull(new KnownMembers(folder).read());
        note(1, 9);
        assertEquals(known(false, true, "h:1"), new KnownMembers(folder).read());
        note(1, 2, 9);
        assertEquals(known(false, false, "h:1", "h:2"), new KnownMembers(folder).read());
        note(2, 9);
        assertEquals(known(false, true, "h:2"), new KnownMembers(folder).read());
    }

    /** Such as where it waited, and was taken in as something else than it was told. */
    @Test
    void aMemberIsWhatItsClusterSays() {
        var votes = new JoinFile.Wish(false, List.of(), null);
        var follows = new JoinFile.Wish(true, List.of(), null);
        Membership before = Membership.of(5, members(1, 2), true, 1);
        assertEquals(known(true, false, "h:1", "h:2"), noted(follows, before));
        assertEquals(known(false, false, "h:1", "h:2"), noted(votes, before));
        var replica =
                new Membership(
                        5, members(1, 2), List.of(), List.of(), List.of(), members(9), true, 1);
        assertEquals(known(true, false, "h:1", "h:2"), noted(votes, replica));
        assertEquals(known(true, false, "h:1", "h:2"), noted(null, replica));
        Membership voter = Membership.of(5, members(1, 2, 9), true, 1);
        assertEquals(known(false, false, "h:1", "h:2"), noted(follows, voter));
        assertEquals(known(false, false, "h:1", "h:2"), noted(null, voter));
    }

    private KnownMembers.@Nullable Known noted(JoinFile.@Nullable Wish wish, Membership members) {
        new KnownMembers(folder).note(SELF, wish, members);
        return new KnownMembers(folder).read();
    }

    /** Else it would wait for somebody who has left, with its only copy set aside. */
    @Test
    void whoeverIsLeftAloneKnowsIt() {
        note(1, 2, 9);
        note(9);
        assertEquals(known(false, true), new KnownMembers(folder).read());
    }

    /** Else it would set its data aside to come back, where nobody waits for it. */
    @Test
    void whoeverHasLeftKnowsIt() {
        note(1, 2, 9);
        note(1, 2);
        assertEquals(known(false, Worth.LEFT, "h:1", "h:2"), new KnownMembers(folder).read());
        note(1, 2, 9); // It was not for good.
        assertEquals(known(false, false, "h:1", "h:2"), new KnownMembers(folder).read());
    }

    @Test
    void whoeverIsBeingTakenInHasNotLeftThoughItReadsOfMembersBeforeThat() {
        var wish = new JoinFile.Wish(false, List.of("h:1"), null);
        Membership members = Membership.of(5, members(1, 2), true, 1);
        new KnownMembers(folder).note(SELF, wish, members);
        assertEquals(known(false, false, "h:1", "h:2"), new KnownMembers(folder).read());
    }

    @Test
    void onlyWhoeverVotesHelps() {
        var members =
                new Membership(
                        5, members(1, 9), List.of(), members(2), List.of(), members(3), true, 1);
        new KnownMembers(folder).note(SELF, null, members);
        assertEquals(known(false, true, "h:1", "h:2", "h:3"), new KnownMembers(folder).read());
        new KnownMembers(folder).note(new NodeId(3), null, members);
        assertEquals(known(true, false, "h:1", "h:9", "h:2"), new KnownMembers(folder).read());
    }

    @Test
    void bothHalvesHaveToDoWithoutTheNode() {
        var joint = new Membership(5, members(1, 2, 9), members(9), true);
        new KnownMembers(folder).note(SELF, null, joint);
        assertEquals(known(false, true, "h:1", "h:2"), new KnownMembers(folder).read());
    }

    @Test
    void filesOfEarlierVersionsAreUnderstood() throws Exception {
        assertEarlier("voter\nh:1\nh:2\n", false, Worth.REPLACEABLE, "h:1", "h:2");
        assertEarlier("voter\nh:1\n", false, Worth.NEEDED, "h:1");
        assertEarlier("replica\nh:1\n", true, Worth.REPLACEABLE, "h:1");
        assertEarlier("replica needed\nh:1\n", true, Worth.NEEDED, "h:1");
    }

    private void assertEarlier(String text, boolean replica, Worth worth, String... others)
            throws Exception {
        Files.writeString(folder.resolve("members"), text);
        assertEquals(
                new KnownMembers.Known(replica, worth, 0, List.of(others)),
                new KnownMembers(folder).read());
    }

    private void note(long... voters) {
        Membership members = Membership.of(5, members(voters), true, 1);
        new KnownMembers(folder).note(SELF, null, members);
    }

    private static List<Member> members(long... ids) {
        return LongStream.of(ids).mapToObj(id -> new Member(new NodeId(id), "h:" + id)).toList();
    }

    private static KnownMembers.Known known(boolean replica, boolean needed, String... others) {
        return known(replica, needed ? Worth.NEEDED : Worth.REPLACEABLE, others);
    }

    private static KnownMembers.Known known(boolean replica, Worth worth, String... others) {
        return new KnownMembers.Known(replica, worth, 5, List.of(others));
    }
}
