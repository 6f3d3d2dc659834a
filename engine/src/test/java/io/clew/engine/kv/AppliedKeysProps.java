package io.clew.engine.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random keyed writes against what they are for: one that remembers everything for ever says what
 * was applied, and the table may only ever answer as it, or refuse what is truly old.
 */
class AppliedKeysProps {
    private static final int ENTRIES = 200;

    private record First(long index, String value) {}

    @Property(tries = 300)
    void nothingIsAppliedTwiceAndOnlyWhatIsOldIsRefused(@ForAll Random random) {
        var machine = new StateMachine();
        var firsts = new TreeMap<String, First>();
        var limits = limits(random);
        long millis = 0;
        for (long index = 1; index <= ENTRIES; index++) {
            millis = Math.max(0, millis + random.nextInt(-3, 12));
            long issued = Math.max(0, index - random.nextInt(30) + 2);
            String unique = "u" + random.nextInt(4);
            String value = "v" + random.nextInt(2);
            long floor = machine.keys().floor();
            KeyedOutcome outcome =
                    machine.apply(entry(index, issued, unique, millis, limits, value));
            First first = firsts.get(issued + unique);
            switch (outcome) {
                case KeyedOutcome.Done(long revision, boolean repeated) when repeated ->
                        assertEquals(new First(revision, value), first);
                case KeyedOutcome.Done(long revision, boolean _) -> {
                    assertEquals(null, first);
                    assertEquals(index, revision);
                    assertTrue(issued < index && issued >= floor);
                    firsts.put(issued + unique, new First(index, value));
                }
                case KeyedOutcome.Refused(KeyFault fault) ->
                        assertEquals(expected(machine, issued, index, first), fault);
                case null -> throw new AssertionError("no outcome");
            }
            boolean applied = new KeyedOutcome.Done(index, false).equals(outcome);
            KvView.Item item = machine.get(Bytes.utf8("k"));
            assertEquals(applied, item != null && item.revision() == index);
            assertTrue(machine.keys().size() <= limits.countMax());
            assertTrue(machine.keys().sizeBytes() <= limits.bytesMax());
            assertTrue(machine.keys().floor() >= floor);
        }
    }

    private static KeyFault expected(
            StateMachine machine, long issued, long index, @Nullable First first) {
        if (issued < machine.keys().floor()) {
            return first != null && first.index > machine.keys().floor()
                    ? KeyFault.REUSED
                    : KeyFault.TOO_OLD;
        }
        return issued >= index ? KeyFault.NOT_ISSUED : KeyFault.REUSED;
    }

    @Property(tries = 100)
    void whoeverRestoresASnapshotAnywhereEndsAlike(@ForAll Random random) {
        var entries = new ArrayList<Entry>();
        for (long index = 1; index <= ENTRIES; index++) {
            long issued = Math.max(0, index - random.nextInt(30));
            String unique = "u" + random.nextInt(4);
            // Limits may differ from leader to leader.
            KeyLimits limits = limits(random);
            entries.add(entry(index, issued, unique, random.nextInt(500), limits, "v"));
        }
        var whole = new StateMachine();
        var expected = new ArrayList<@Nullable KeyedOutcome>();
        entries.forEach(e -> expected.add(whole.apply(e)));
        var pieces = new StateMachine();
        var actual = new ArrayList<@Nullable KeyedOutcome>();
        for (Entry entry : entries) {
            if (random.nextInt(10) == 0) {
                long applied = pieces.appliedIndex();
                pieces =
                        StateMachine.of(
                                pieces.view(), pieces.keys().view(), Sharding.NONE, applied);
            }
            actual.add(pieces.apply(entry));
        }
        assertEquals(expected, actual);
        assertEquals(whole.keys().hash(), pieces.keys().hash());
        assertEquals(whole.keys().sizeBytes(), pieces.keys().sizeBytes());
    }

    private static KeyLimits limits(Random random) {
        return new KeyLimits(
                random.nextInt(12),
                random.nextInt(20) * 100L,
                random.nextBoolean() ? random.nextInt(60) : Long.MAX_VALUE);
    }

    private static Entry entry(
            long index, long issued, String unique, long millis, KeyLimits limits, String value) {
        var put = new Command.Put(Bytes.utf8("k"), Bytes.utf8(value));
        var keyed = new Command.Keyed(issued, Bytes.utf8(unique), millis, limits, put);
        return new Entry(index, 1, Entry.Kind.COMMAND, CommandCodec.encode(keyed));
    }
}
