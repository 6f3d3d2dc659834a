package io.clew.sim.world.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.KvView;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Whoever reads that two states differ is told where. */
class DifferenceTest {
    private final CommittedLog committed = new CommittedLog();

    DifferenceTest() {
        commit(new Command.Put(Bytes.utf8("a"), Bytes.utf8("c0-1-16xxx")));
        commit(new Command.Put(Bytes.utf8("b"), Bytes.utf8("c0-2-16xxx")));
        commit(new Command.Delete(Bytes.utf8("b")));
        commit(new Command.Put(Bytes.utf8("c"), Bytes.utf8("c0-3-16xxx")));
    }

    private void commit(Command command) {
        long index = committed.lastIndex() + 1;
        committed.add(new Entry(index, 1, Entry.Kind.COMMAND, CommandCodec.encode(command)), 1);
    }

    private static KvView.Item item(String key, String value, long revision) {
        return new KvView.Item(Bytes.utf8(key), Bytes.utf8(value), revision);
    }

    private String after(long applied, KvView.Item... items) {
        return Difference.of(committed, applied, List.of(items));
    }

    @Test
    void namesTheFirstKeyAndWhatItIsAndMustBe() {
        var first = item("a", "c0-1-16xxx", 1);
        assertEquals(
                "b is c0-2-16 of entry 2, and must be not there",
                after(3, first, item("b", "c0-2-16xxx", 2)));
        assertEquals("c is not there, and must be c0-3-16 of entry 4", after(4, first));
        assertEquals(
                "a is c0-1-16 of entry 2, and must be c0-1-16 of entry 1",
                after(1, item("a", "c0-1-16xxx", 2)));
    }

    @Test
    void thatMoreIsAppliedThanCommittedIsSaid() {
        assertEquals("of which only 4 are known to be committed", after(5));
    }
}
