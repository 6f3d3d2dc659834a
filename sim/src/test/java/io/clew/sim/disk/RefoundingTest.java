package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Refounding;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.wire.CommandCodec;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What is left of a cluster becomes the data of one node that is a cluster of its own. */
class RefoundingTest {
    private static final long TERM = 7;
    private static final NodeId OLD = new NodeId(42);
    private static final Member SELF = new Member(new NodeId(77), "h:1");

    private final SimDisk disk = new SimDisk();
    private final TreeMap<Integer, Recovered.Shard> left = new TreeMap<>();

    /** Puts a shard's log together; the first entry says who is in the group. */
    private void has(int shard, int shards, Command... commands) {
        Member member = shard == 0 ? new Member(OLD, "h:9") : Member.of(OLD.replica(3));
        var entries = new ArrayList<Entry>();
        Bytes membership = Membership.of(5, List.of(member), true, shards).encode();
        entries.add(new Entry(1, 2, Entry.Kind.MEMBERSHIP, membership));
        for (Command command : commands) {
            long index = entries.size() + 1L;
            Bytes payload = CommandCodec.encode(command);
            entries.add(new Entry(index, 2, Entry.Kind.COMMAND, payload));
        }
        var hard = new HardState(TERM, OLD, member.id().replica(), false);
        left.put(shard, new Recovered.Shard(shard, hard, null, null, entries));
    }

    private static Command put(String key) {
        return new Command.Put(Bytes.utf8(key), Bytes.utf8("v"));
    }

    private static Command founding(int shards) {
        var host = new PlacementChange.Host(OLD, "h:9", "rack");
        return new Command.Place(new PlacementChange.Found(shards, 5, List.of(host)));
    }

    private List<Recovered.Shard> written() {
        new Refounding(left, SELF, 99).write(disk, StorageConfig.tiny());
        disk.crash(new SplittableRandom(1), SimDisk.Crash.LOSES_UNSYNCED);
        try (var storage = Storage.open(disk, StorageConfig.tiny(), new NodeId(1))) {
            Recovered found = storage.takeRecovered();
            assertEquals(SELF.id(), found.node());
            return found.shards();
        }
    }

    @Test
    void allIsKeptInALaterTermByTheNewNodeAlone() {
        has(0, 1, put("a"), put("b"));
        Recovered.Shard shard = written().getFirst();
        assertEquals(2, shard.state().size());
        assertEquals(new LogId(TERM + 1, 4), shard.last());
        assertEquals(new HardState(TERM + 1, NodeId.UNBOUND), shard.hard());
        assertEquals(Membership.of(99, List.of(SELF), true, 1), shard.membership());
        assertNull(shard.state().placement());
    }

    @Test
    void everyShardIsThereAndTheMapSaysSo() {
        has(0, 3, founding(3), put("a"));
        has(2, 3, put("x"), put("y"));
        List<Recovered.Shard> shards = written();
        assertEquals(List.of(0, 1, 2), shards.stream().map(Recovered.Shard::shard).toList());
        assertEquals(0, shards.get(1).state().size(), "nothing was left of it");
        assertEquals(2, shards.get(2).state().size());
        Placement map = Objects.requireNonNull(shards.getFirst().state().placement());
        assertEquals(5, map.factor());
        assertEquals(List.of(SELF.id()), List.copyOf(map.hosts().keySet()));
        for (int shard = 1; shard < 3; shard++) {
            Recovered.Shard each = shards.get(shard);
            Member replica = Member.of(SELF.id().replica(1));
            assertEquals(Membership.of(99, List.of(replica), true, 3), each.membership());
            assertEquals(1, each.hard().replica());
            assertEquals(List.of(replica.id()), map.holders(shard));
            assertEquals(each.last().index(), map.assignment(shard).configuration());
        }
    }

    /** A clear is numbered by the log of the first shard, and never obeyed after a later one. */
    @Test
    void furtherClearsHaveHigherNumbersThanAllThatWereObeyed() {
        has(0, 2, founding(2));
        has(1, 2, put("x"), new Command.ClearShard(40), put("y"));
        List<Recovered.Shard> shards = written();
        assertTrue(shards.getFirst().last().index() > 40);
        assertEquals(1, shards.get(1).state().size());
        assertEquals(40, shards.get(1).state().sharding().lastClear());
    }

    @Test
    void aMapIsMadeEvenIfNobodyKnowsTheOldOne() {
        has(0, 2);
        List<Recovered.Shard> shards = written();
        assertEquals(2, shards.size());
        Placement map = Objects.requireNonNull(shards.getFirst().state().placement());
        assertEquals(3, map.factor());
        assertEquals(1, map.holders(1).size());
    }
}
