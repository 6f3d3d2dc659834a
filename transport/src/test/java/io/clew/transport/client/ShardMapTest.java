package io.clew.transport.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.json.JsonException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Whom the map names, by what it was told. */
class ShardMapTest {
    private static final String TWO =
            """
            {"shards": [
              {"shard": 0, "members": ["h:1", "h:2", "h:3"], "leader": "h:2", "term": 4, "applied": 9},
              {"shard": 1, "members": ["h:2", "h:3"], "leader": null, "term": 0, "applied": 0}],
             "nodes": [], "moves": 0}""";

    private final ShardMap map = new ShardMap(List.of("h:9"));

    private Set<String> targets(int shard) {
        var targets = new TreeSet<String>();
        for (int i = 0; i < 20; i++) {
            targets.add(map.target(shard));
        }
        return targets;
    }

    @Test
    void beforeAnythingIsKnownTheSeedsAreAsked() {
        assertEquals(0, map.shards());
        assertEquals("h:9", map.anyNode());
    }

    @Test
    void theLeaderIsAskedOrCarriersInTurn() {
        assertFalse(map.complete());
        map.learn(TWO);
        assertEquals(2, map.shards());
        assertFalse(map.complete(), "nobody is known to lead shard 1");
        assertEquals(List.of("h:2"), List.copyOf(targets(0)));
        assertEquals(List.of("h:2", "h:3"), List.copyOf(targets(1)));
        var any = new TreeSet<String>();
        for (int i = 0; i < 20; i++) {
            any.add(map.anyNode());
        }
        assertEquals(List.of("h:1", "h:2", "h:3", "h:9"), List.copyOf(any));
    }

    @Test
    void whoIsAskedForTheMapDoesNotHangOnWhoIsAskedForKeys() {
        map.learn("{\"shards\": [{\"shard\": 0, \"members\": [\"h:1\"], \"leader\": null}]}");
        var any = new TreeSet<String>();
        for (int i = 0; i < 20; i++) {
            assertEquals("h:1", map.target(0));
            any.add(map.anyNode());
        }
        assertEquals(Set.of("h:1", "h:9"), any);
    }

    @Test
    void aDoubtCountsAgainstTheLeaderItIsAboutAlone() {
        map.learn(TWO);
        map.leads(1, "h:3");
        assertTrue(map.complete());
        map.doubt(0, "h:1");
        assertEquals(List.of("h:2"), List.copyOf(targets(0)));
        map.doubt(0, "h:2");
        assertEquals(3, targets(0).size());
        map.leads(0, "h:3");
        assertEquals(List.of("h:3"), List.copyOf(targets(0)));
    }

    @Test
    void aLeaderIsNotForgottenBecauseSomebodyDoesNotKnowIt() {
        map.learn(TWO);
        map.leads(1, "h:3");
        map.learn(TWO);
        assertEquals(List.of("h:3"), List.copyOf(targets(1)));
    }

    @Test
    void keysBelongToShardsAsDocumented() {
        map.learn(TWO);
        assertEquals(1, map.shardOf(Bytes.utf8("123456789"))); // Slot 12,739 of 16,384.
        assertEquals(0, map.shardOf(Bytes.utf8("6")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"shards\": []}",
                "{\"shards\": [1]}",
                "{\"shards\": [{\"shard\": 0}]}",
                "{\"shards\": [{\"shard\": 0, \"members\": [1]}]}",
                "{\"shards\": [{\"shard\": 0, \"members\": [\"nowhere\"]}]}",
                "{\"shards\": [{\"shard\": 0, \"members\": [\"h:1\"]}]}"
            })
    void whatIsNoMapChangesNothing(String answer) {
        map.learn(TWO);
        assertThrows(JsonException.class, () -> map.learn(answer));
        assertEquals(2, map.shards());
    }

    @Test
    void pausesGrowUpToALimitAndDiffer() {
        var pauses = new Pauses(new SplittableRandom(3));
        var again = new Pauses(new SplittableRandom(4));
        long ceiling = Pauses.FIRST_MILLIS * 1_000_000L;
        boolean differ = false;
        for (int i = 0; i < 12; i++) {
            long pause = pauses.next();
            assertTrue(pause >= ceiling / 2 && pause <= ceiling, pause + " of " + ceiling);
            differ |= pause != again.next();
            ceiling = Math.min(2 * ceiling, Pauses.MILLIS_MAX * 1_000_000L);
        }
        assertTrue(differ);
    }
}
