package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.wire.CommandCodec;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A node that is sent what only another version can read does not take it into its log. */
class OtherVersionTest {
    private final TestCluster cluster = TestCluster.started(3, 1);
    private final Server leader = cluster.elect();
    private final Server follower =
            cluster.servers.values().stream().filter(s -> s != leader).findFirst().orElseThrow();

    private Status status() {
        return follower.running().status();
    }

    private void append(Entry.Kind kind, Bytes payload) {
        Status before = status();
        var entry = new Entry(before.last() + 1, before.term(), kind, payload);
        var previous = new LogId(before.term(), before.last());
        var append = new Message.Append(before.term(), previous, 0, List.of(entry));
        TestCluster.tell(leader, follower, append);
        cluster.settle();
    }

    private List<String> complaints() {
        return cluster.notes.stream().filter(n -> n.contains("another version")).toList();
    }

    @Test
    void anEntryThatOnlyAnotherVersionCanReadIsRefusedAndSaidOnce() {
        long last = status().last();
        Bytes later = Bytes.of(new byte[] {(byte) 0xf1, 7});
        append(Entry.Kind.COMMAND, later);
        append(Entry.Kind.COMMAND, later);
        assertEquals(last, status().last());
        assertEquals(1, complaints().size(), "" + complaints());
        String told = complaints().getFirst();
        assertTrue(told.contains("ignores node " + leader.id + ": it runs another version"), told);
        assertTrue(told.endsWith("has an unknown command 1 of version 15"), told);
        append(Entry.Kind.MEMBERSHIP, later);
        assertEquals(last, status().last());
        assertEquals(2, complaints().size());
        assertNotNull(cluster.put(leader, "a", "1"));
        assertEquals(last + 1, status().last(), "what it can read it takes in as before");
    }

    /** Without an answer the leader sends it again ever more seldom; the node goes on. */
    @Test
    void aSnapshotThatOnlyAnotherVersionCanReadIsSaidOnce() {
        cluster.trace.clear();
        var snapshot = new SnapshotId(new LogId(1, 100), 1000, 7);
        for (int i = 0; i < 2; i++) {
            follower.give(
                    new Event.ChunkReceived(
                            0, leader.id, snapshot, 1000, null, "another version wrote it"));
            cluster.settle();
        }
        assertFalse(cluster.trace.stream().anyMatch(t -> t.contains("SnapshotProgress")));
        assertEquals(1, complaints().size(), "" + complaints());
        assertNotNull(cluster.put(leader, "a", "1"));
    }

    /** It would be found out only when it is applied, and then for good. */
    @Test
    void whatAKeyStandsForIsLookedAtToo() {
        long last = status().last();
        var key = new KeyLimits(1, 1, 1);
        Bytes known =
                CommandCodec.encode(
                        new Command.Keyed(1, Bytes.utf8("u"), 1, key, new Command.Clear()));
        byte[] later = known.array().clone();
        later[later.length - 1] = (byte) 0xf2;
        append(Entry.Kind.COMMAND, Bytes.of(later));
        assertEquals(last, status().last());
        assertEquals(1, complaints().size());
    }
}
