package io.clew.engine.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each test is a table of entries: when, under which key, what, and what came of it. */
class AppliedKeysTest {
    private static final long WIDE = 1_000_000;

    private KeyLimits limits = new KeyLimits(100, WIDE, WIDE);
    private StateMachine machine = new StateMachine();

    @Test
    void aRepetitionIsAppliedOnceAndAnsweredAsTheFirst() {
        assertEquals("done 1", put(0, 0, "a", "k=1"));
        assertEquals("done 2", put(0, 1, "b", "k=2"));
        assertEquals("done 1 again", put(0, 0, "a", "k=1"));
        assertEquals("2 of 2", value("k"));
    }

    @Test
    void aKeyStandsForOneWrite() {
        put(0, 0, "a", "k=1");
        assertEquals("REUSED", put(0, 0, "a", "k=2"));
        assertEquals("REUSED", put(0, 0, "a", "j=1"));
        assertEquals("REUSED", apply(0, 0, "a", new Command.Delete(Bytes.utf8("k"))));
        assertEquals("REUSED", apply(0, 0, "a", new Command.Clear()));
        assertEquals("1 of 1", value("k"));
        assertEquals("done 1 again", put(0, 0, "a", "k=1"));
    }

    @Test
    void deletesAndClearsAreToldApart() {
        assertEquals("done 1", apply(0, 0, "a", new Command.Delete(Bytes.utf8("k"))));
        assertEquals("done 2", apply(0, 0, "b", new Command.Clear()));
        assertEquals("REUSED", apply(0, 0, "a", new Command.Delete(Bytes.utf8("j"))));
        assertEquals("REUSED", apply(0, 0, "b", new Command.Delete(Bytes.EMPTY)));
        assertEquals("done 1 again", apply(0, 0, "a", new Command.Delete(Bytes.utf8("k"))));
        assertEquals("done 2 again", apply(0, 0, "b", new Command.Clear()));
    }

    @Test
    void theSameRandomPartWithAnotherTokenIsAnotherKey() {
        assertEquals("done 1", put(0, 0, "a", "k=1"));
        assertEquals("done 2", put(0, 1, "a", "k=2"));
    }

    @Test
    void beyondTheLimitTheOldestIsForgottenAndNeverAppliedAgain() {
        limits = new KeyLimits(2, WIDE, WIDE);
        put(0, 0, "a", "k=1");
        put(0, 0, "b", "k=2");
        put(0, 0, "c", "k=3");
        assertEquals("TOO_OLD", put(0, 0, "a", "k=1"));
        assertEquals("3 of 3", value("k"));
        assertEquals("done 2 again", put(0, 0, "b", "k=2"));
        assertEquals("done 3 again", put(0, 0, "c", "k=3"));
    }

    @Test
    void whatIsNewIsAppliedOnlyWithATokenFromTheFloorOrAbove() {
        limits = new KeyLimits(1, WIDE, WIDE);
        put(0, 0, "a", "k=1");
        put(0, 1, "b", "k=2");
        put(0, 1, "c", "k=3");
        assertEquals(2, machine.keys().floor());
        assertEquals("TOO_OLD", put(0, 1, "never used", "k=4"));
        assertEquals("done 5", put(0, 2, "never used", "k=5"));
    }

    @Test
    void memoryIsBoundedToo() {
        limits = new KeyLimits(100, 2L * AppliedKeys.costBytes(Bytes.utf8("xa")), WIDE);
        put(0, 0, "a", "k=1");
        put(0, 0, "b", "k=2");
        assertEquals(2, machine.keys().size());
        put(0, 0, "c", "k=3");
        assertEquals(2, machine.keys().size());
        assertEquals("TOO_OLD", put(0, 0, "a", "k=1"));
        put(0, 4, "longer", "k=5");
        assertEquals(1, machine.keys().size());
        assertEquals(AppliedKeys.costBytes(Bytes.utf8("xlonger")), machine.keys().sizeBytes());
    }

    @Test
    void aTableWithoutRoomForAnyForgetsAtOnce() {
        limits = new KeyLimits(0, WIDE, WIDE);
        assertEquals("done 1", put(0, 0, "a", "k=1"));
        assertEquals("TOO_OLD", put(0, 0, "a", "k=1"));
        assertEquals("done 3", put(0, 1, "b", "k=3"));
    }

    @Test
    void theLogsOwnTimeMakesKeysOld() {
        limits = new KeyLimits(100, WIDE, 10);
        put(5, 0, "a", "k=1");
        put(6, 0, "b", "k=2");
        assertEquals("done 1 again", put(15, 0, "a", "k=1"));
        assertEquals("TOO_OLD", put(16, 0, "a", "k=1"));
        assertEquals("done 2 again", put(16, 0, "b", "k=2"));
        assertEquals(1, machine.keys().size());
    }

    @Test
    void timeNeverGoesBack() {
        limits = new KeyLimits(100, WIDE, 10);
        put(20, 0, "a", "k=1");
        put(5, 0, "b", "k=2");
        assertEquals(20, machine.keys().timeMillis());
        assertEquals("done 2 again", put(30, 0, "b", "k=2"), "its time is that of the log");
        assertEquals("TOO_OLD", put(31, 0, "b", "k=2"));
    }

    @Test
    void aTokenThatTheLogHasNotReachedIsRefused() {
        assertEquals("NOT_ISSUED", put(0, 1, "a", "k=1"));
        assertEquals("NOT_ISSUED", put(0, 7, "a", "k=1"));
        assertEquals("done 3", put(0, 2, "a", "k=1"));
        assertEquals("1 of 3", value("k"));
    }

    @Test
    void writesWithoutAKeyAreNotRemembered() {
        long before = machine.keys().hash();
        var put = new Command.Put(Bytes.utf8("k"), Bytes.utf8("1"));
        assertNull(machine.apply(new Entry(1, 1, Entry.Kind.COMMAND, CommandCodec.encode(put))));
        assertEquals(before, machine.keys().hash());
        assertTrue(machine.keys().view().isEmpty());
    }

    @Test
    void aRestoredTableKnowsAndForgetsTheSame() {
        limits = new KeyLimits(3, WIDE, WIDE);
        // By name the newest would come first.
        put(0, 0, "z", "k=1");
        put(0, 0, "m", "k=2");
        put(0, 0, "a", "k=3");
        KeysView keys = machine.keys().view();
        StateMachine original = machine;
        machine = StateMachine.of(machine.view(), keys, Sharding.NONE, 3);
        assertEquals(original.keys().hash(), machine.keys().hash());
        assertEquals(original.keys().sizeBytes(), machine.keys().sizeBytes());
        assertEquals("done 3 again", put(0, 0, "a", "k=3"));
        put(0, 4, "new", "k=5");
        assertEquals("TOO_OLD", put(0, 0, "z", "k=1"));
        assertEquals("done 2 again", put(0, 0, "m", "k=2"));
        assertEquals(3, keys.records().size(), "a view does not change");
    }

    @Test
    void theHashTellsTablesApart() {
        put(0, 0, "a", "k=1");
        long one = machine.keys().hash();
        machine = new StateMachine();
        put(0, 0, "a", "k=2");
        long other = machine.keys().hash();
        assertNotEquals(one, other, "another write");
        machine = new StateMachine();
        put(0, 0, "b", "k=1");
        assertNotEquals(one, machine.keys().hash(), "another key");
        machine = new StateMachine();
        put(1, 0, "a", "k=1");
        assertNotEquals(one, machine.keys().hash(), "another time");
        machine = new StateMachine();
        put(0, 0, "a", "k=1");
        assertEquals(one, machine.keys().hash());
        limits = new KeyLimits(0, WIDE, WIDE);
        put(0, 1, "b", "k=1");
        long forgotten = machine.keys().hash();
        put(0, 2, "c", "k=1");
        assertNotEquals(forgotten, machine.keys().hash(), "another floor");
    }

    private @Nullable String put(long millis, long issued, String unique, String what) {
        String[] parts = what.split("=", 2);
        return apply(
                millis,
                issued,
                unique,
                new Command.Put(Bytes.utf8(parts[0]), Bytes.utf8(parts[1])));
    }

    private @Nullable String apply(long millis, long issued, String unique, Command.Write command) {
        var keyed = new Command.Keyed(issued, Bytes.utf8(unique), millis, limits, command);
        long index = machine.appliedIndex() + 1;
        Bytes payload = CommandCodec.encode(keyed);
        return switch (machine.apply(new Entry(index, 1, Entry.Kind.COMMAND, payload))) {
            case null -> null;
            case KeyedOutcome.Done(long revision, boolean repeated) ->
                    "done " + revision + (repeated ? " again" : "");
            case KeyedOutcome.Refused(KeyFault fault) -> fault.name();
        };
    }

    private String value(String key) {
        KvView.Item item = machine.get(Bytes.utf8(key));
        return item == null ? "none" : item.value().utf8() + " of " + item.revision();
    }
}
