package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** What several folders tell together of a cluster, shard by shard. */
class SurvivorsTest {
    private static final long CLUSTER = 5;

    private static List<Member> members(long... ids) {
        return LongStream.of(ids).mapToObj(id -> new Member(new NodeId(id), "h:" + id)).toList();
    }

    private static Membership of(long... ids) {
        return Membership.of(CLUSTER, members(ids), true, 1);
    }

    /** A folder of a node with one shard, whose log has a configuration and then goes on. */
    private static FoundData folder(
            long node, @Nullable Membership membership, long term, int last, boolean whole) {
        var entries = new ArrayList<Entry>();
        for (int index = 1; index <= last; index++) {
            entries.add(
                    index == 1 && membership != null
                            ? new Entry(1, 1, Entry.Kind.MEMBERSHIP, membership.encode())
                            : new Entry(
                                    index, index == last ? term : 1, Entry.Kind.NOOP, Bytes.EMPTY));
        }
        var hard = new HardState(term, NodeId.UNBOUND);
        var shard = new Recovered.Shard(0, hard, null, null, entries);
        String where = "n" + node;
        return new FoundData(
                where,
                new NodeId(node),
                false,
                whole ? null : "a bit",
                List.of(FoundShard.of(where, whole, shard)));
    }

    private static FoundData folder(long node, long term, int last) {
        return folder(node, of(1, 2, 3), term, last, true);
    }

    private static Remains first(FoundData... folders) {
        return Survivors.of(List.of(folders), false).shards().getFirst();
    }

    private static String best(Remains remains) {
        FoundShard best = remains.best();
        return best == null ? "none" : best.where();
    }

    @Test
    void theMostAdvancedHasTheNewestLastEntryByTermAndThenByIndex() {
        assertEquals("n2", best(first(folder(1, 3, 9), folder(2, 4, 5), folder(3, 4, 4))));
        assertEquals("n1", best(first(folder(1, 3, 9), folder(2, 3, 9))), "the first of equals");
    }

    @Test
    void nothingIsLostIfAMajorityOfTheGroupIsHere() {
        assertTrue(first(folder(1, 3, 9), folder(2, 2, 5)).complete());
        assertFalse(first(folder(1, 3, 9)).complete());
        assertFalse(first(folder(1, 3, 9), folder(7, 2, 5)).complete(), "7 does not vote");
        assertFalse(first(folder(1, 3, 9), folder(2, of(1, 2, 3), 2, 5, false)).complete());
        assertFalse(first(folder(1, 3, 9)).lost(), "something is left");
    }

    /** While a configuration changes, what is acknowledged is on a majority of both halves. */
    @Test
    void bothHalvesOfAGroupThatIsChangingHaveToBeHere() {
        var joint = new Membership(CLUSTER, members(1, 2, 3), members(4, 5, 6), true);
        FoundData a = folder(1, joint, 3, 9, true);
        FoundData b = folder(2, 2, 5);
        assertFalse(first(a, b).complete());
        assertFalse(first(a, b, folder(4, 2, 5)).complete());
        assertTrue(first(a, b, folder(4, 2, 5), folder(5, 2, 5)).complete());
    }

    @Test
    void whatIsDamagedIsUsedOnlyIfAskedFor() {
        List<FoundData> all = List.of(folder(1, of(1, 2, 3), 4, 9, false), folder(2, 3, 5));
        assertEquals("n2", best(Survivors.of(all, false).shards().getFirst()));
        assertEquals("n1", best(Survivors.of(all, true).shards().getFirst()));
        List<FoundData> damaged = all.subList(0, 1);
        assertEquals(List.of(), Survivors.of(damaged, false).shards());
    }

    /** A condemned state has the same log as the right one. */
    @Test
    void ofEquallyAdvancedOnesTheWholeOneIsTaken() {
        FoundData aside = folder(1, of(1, 2, 3), 3, 9, false);
        for (List<FoundData> all :
                List.of(List.of(aside, folder(2, 3, 9)), List.of(folder(2, 3, 9), aside))) {
            assertEquals("n2", best(Survivors.of(all, true).shards().getFirst()));
        }
    }

    @Test
    void aShardOfWhichNobodyHasAnythingIsLost() {
        Membership two = Membership.of(CLUSTER, members(1, 2, 3), true, 2);
        var survivors = Survivors.of(List.of(folder(1, two, 3, 9, true)), false);
        assertEquals(List.of(1), survivors.lost());
        assertEquals(1, survivors.best().size());
        String text = new FoundReport(survivors).text();
        assertTrue(text.contains("EVERYTHING"), text);
    }

    @Test
    void foldersOfTwoClustersAreNotMixed() {
        Membership other = Membership.of(CLUSTER + 1, members(1, 2, 3), true, 1);
        var all = List.of(folder(1, 3, 9), folder(2, other, 3, 9, true));
        var refused = assertThrows(StartException.class, () -> Survivors.of(all, false));
        assertTrue(String.valueOf(refused.getMessage()).contains("n2 of 0000000000000006"));
    }

    /** The same data in another folder. */
    private static FoundData at(String where, FoundData data) {
        boolean whole = data.damage() == null;
        List<FoundShard> shards =
                data.shards().stream().map(s -> FoundShard.of(where, whole, s.shard())).toList();
        return new FoundData(where, data.node(), data.aside(), data.damage(), shards);
    }

    private static String refusal(FoundData one, FoundData other) {
        List<FoundData> all = List.of(folder(2, 3, 5), one, other);
        return "" + assertThrows(StartException.class, () -> Survivors.of(all, false)).getMessage();
    }

    @Test
    void anOldCopyBesideTheNewerOneIsRefused() {
        FoundData old = at("old", folder(1, 3, 9));
        for (FoundData newer : List.of(folder(1, 3, 10), folder(1, 4, 8))) {
            for (String why : List.of(refusal(newer, old), refusal(old, newer))) {
                assertTrue(why.contains("of node 0000000000000001, and one node has"), why);
                assertTrue(why.contains("n1 is the newer (shard 0 is in term "), why);
                assertTrue(why.contains("and in term 3 with 3.9 in old); leave old out"), why);
            }
        }
    }

    @Test
    void ofTwoFoldersThatHoldTheSameOneIsLeftOut() {
        String why = refusal(folder(1, 3, 9), at("copy", folder(1, 3, 9)));
        assertTrue(why.contains("n1 and copy are both of node "), why);
        assertTrue(why.contains("both hold the same; leave one of them out"), why);
    }

    /** What was acknowledged may be behind the damage, and an older copy looks whole. */
    @Test
    void aDamagedFolderIsNotPassedOverForAnOldCopyOfIt() {
        String why = refusal(folder(1, of(1, 2, 3), 4, 9, false), at("old", folder(1, 3, 9)));
        assertTrue(why.contains("n1 is the newer "), why);
        assertTrue(why.contains("(n1 is damaged, and was compared up to the damage alone)"), why);
    }

    @Test
    void twoThatHaveBothRunSinceOneWasCopiedAreCalledThat() {
        FoundData one = with(folder(1, 3, 9), shard(1, 2, 5));
        FoundData other = at("copy", with(folder(1, 3, 8), shard(1, 2, 6)));
        String why = refusal(one, other);
        assertTrue(why.contains("each is ahead of the other (shard 0 "), why);
        assertTrue(why.contains("; shard 1 is in term 2 with the last entry 2.6 there"), why);
    }

    private static Recovered.Shard shard(int number, long term, int last) {
        var entries = new ArrayList<Entry>();
        for (int index = 1; index <= last; index++) {
            entries.add(new Entry(index, term, Entry.Kind.NOOP, Bytes.EMPTY));
        }
        return new Recovered.Shard(
                number, new HardState(term, NodeId.UNBOUND, 1, false), null, null, entries);
    }

    private static FoundData with(FoundData data, Recovered.Shard more) {
        var shards = new ArrayList<>(data.shards());
        shards.add(FoundShard.of(data.where(), true, more));
        return new FoundData(data.where(), data.node(), false, null, shards);
    }
}
