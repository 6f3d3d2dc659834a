package io.clew.engine.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.Invariant;
import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;

import org.junit.jupiter.api.Test;

class StateMachineTest {
    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes TWO = Bytes.utf8("two");

    private final StateMachine machine = new StateMachine();

    @Test
    void aPutIsSeenWithTheIndexOfItsEntryAsRevision() {
        machine.skip(1);
        apply(2, new Command.Put(KEY, ONE));
        apply(3, new Command.Put(KEY, TWO));
        assertEquals(new KvView.Item(KEY, TWO, 3), machine.get(KEY));
        assertEquals(3, machine.appliedIndex());
        assertEquals(6, machine.sizeBytes());
    }

    @Test
    void aDeleteRemovesItsKeyAloneAndAClearAll() {
        apply(1, new Command.Put(KEY, ONE));
        apply(2, new Command.Put(ONE, ONE));
        apply(3, new Command.Put(TWO, ONE));
        apply(4, new Command.Delete(ONE));
        apply(5, new Command.Delete(ONE));
        assertNull(machine.get(ONE));
        assertEquals(2, machine.size());
        apply(6, new Command.Clear());
        assertEquals(0, machine.size());
        assertEquals(6, machine.appliedIndex());
    }

    @Test
    void itContinuesFromTheDataOfASnapshot() {
        apply(1, new Command.Put(KEY, ONE));
        var view = machine.view();
        apply(2, new Command.Delete(KEY));
        var restored = StateMachine.of(view, KeysView.EMPTY, Sharding.NONE, 1);
        restored.skip(2);
        assertEquals(new KvView.Item(KEY, ONE, 1), restored.get(KEY));
        assertEquals(2, restored.appliedIndex());
    }

    @Test
    void entriesOutOfOrderStopIt() {
        apply(1, new Command.Put(KEY, ONE));
        assertThrows(Invariant.Broken.class, () -> apply(1, new Command.Clear()));
        assertThrows(Invariant.Broken.class, () -> apply(3, new Command.Clear()));
        assertThrows(Invariant.Broken.class, () -> machine.skip(3));
        assertEquals(1, machine.size());
    }

    @Test
    void onlyCommandsAreApplied() {
        var noop = new Entry(1, 1, Entry.Kind.NOOP, Bytes.EMPTY);
        assertThrows(Invariant.Broken.class, () -> machine.apply(noop));
    }

    @Test
    void anUnknownCommandStopsItBeforeItCountsAsApplied() {
        var unknown = new Entry(1, 1, Entry.Kind.COMMAND, Bytes.of(new byte[] {0x7f}));
        assertThrows(MalformedException.class, () -> machine.apply(unknown));
        assertEquals(0, machine.appliedIndex());
    }

    private void apply(long index, Command command) {
        machine.apply(new Entry(index, 1, Entry.Kind.COMMAND, CommandCodec.encode(command)));
    }
}
