package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class KnownMembersTest {
    @TempDir Path folder;

    /** It is advice, and the node works without it. */
    @Test
    void whatCannotBeReadOrWrittenIsNotThere() throws Exception {
        Files.createDirectories(folder.resolve("members/occupied"));
        assertNull(new KnownMembers(folder).read());
        new KnownMembers(folder).note(false, List.of(new Member(new NodeId(1), "h:1")));
        assertNull(new KnownMembers(folder).read());
    }

    @Test
    void bytesThatAreNoTextAreNotThere() throws Exception {
        Files.write(folder.resolve("members"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertNull(new KnownMembers(folder).read());
        new KnownMembers(folder).note(false, List.of(new Member(new NodeId(1), "h:1")));
        assertEquals(
                new KnownMembers.Known(false, List.of("h:1")), new KnownMembers(folder).read());
    }

    @Test
    void theNewestMembersAreKnownAndAReplicaStaysOne() {
        var one = new Member(new NodeId(1), "h:1");
        var two = new Member(new NodeId(2), "h:2");
        var sameAddress = new Member(new NodeId(3), "h:2");
        assertNull(new KnownMembers(folder).read());
        new KnownMembers(folder).note(false, List.of(one));
        assertEquals(
                new KnownMembers.Known(false, List.of("h:1")), new KnownMembers(folder).read());
        new KnownMembers(folder).note(true, List.of(one, two, sameAddress));
        assertEquals(
                new KnownMembers.Known(true, List.of("h:1", "h:2")),
                new KnownMembers(folder).read());
        new KnownMembers(folder).note(false, List.of(two));
        assertEquals(new KnownMembers.Known(true, List.of("h:2")), new KnownMembers(folder).read());
    }
}
