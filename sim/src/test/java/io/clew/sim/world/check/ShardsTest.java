package io.clew.sim.world.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.world.Violation;

import org.junit.jupiter.api.Test;

/** What holds only where keys are spread over several shards, and how it is broken. */
class ShardsTest {
    private static final int SHARDS = 4;
    private static final Bytes KEY = Bytes.utf8("k");

    private final CommittedLog log = new CommittedLog();
    private final int own = Slots.shardOf(KEY, SHARDS);
    private final int other = (own + 1) % SHARDS;
    private final ClearsReachAllShards clears = new ClearsReachAllShards(log);

    private void commit(Command command) {
        long index = log.lastIndex() + 1;
        log.add(new Entry(index, 1, Entry.Kind.COMMAND, CommandCodec.encode(command)), 1);
    }

    private static void assertViolates(String rule, Runnable work) {
        assertEquals(rule, assertThrows(Violation.class, work::run).invariant());
    }

    @Test
    void aKeyInTheLogOfItsShardIsRight() {
        commit(new Command.Put(KEY, Bytes.utf8("v")));
        commit(new Command.Clear());
        new KeysStayInTheirShard(log, own, SHARDS).readLog();
    }

    @Test
    void aKeyInTheLogOfAnotherShardIsWrong() {
        commit(new Command.Delete(KEY));
        var check = new KeysStayInTheirShard(log, other, SHARDS);
        assertViolates("a key belongs to one shard", check::readLog);
    }

    @Test
    void aClearThatCameAfterTheQuestionIsEnough() {
        clears.invoked(0, new Call.Clear());
        commit(new Command.Clear());
        clears.completed(0, Outcome.DONE, null);
    }

    @Test
    void aClearOfBeforeIsNot() {
        commit(new Command.Clear());
        clears.invoked(0, new Call.Clear());
        assertViolates("a clear reaches all shards", () -> clears.completed(0, Outcome.DONE, null));
    }

    @Test
    void aClearOfWhichNobodyKnowsMayHaveReachedSome() {
        clears.invoked(0, new Call.Clear());
        clears.completed(0, Outcome.UNKNOWN, null);
    }

    @Test
    void aViolationSaysInWhichShardItIs() {
        Violation found = new Violation("rule", "what").of(2);
        assertEquals("rule", found.invariant());
        assertEquals("shard 2: what", found.getMessage());
        assertEquals(2, found.shard());
    }
}
