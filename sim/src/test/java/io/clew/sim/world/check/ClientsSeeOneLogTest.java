package io.clew.sim.world.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Served;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.world.Violation;

import org.junit.jupiter.api.Test;

/** A good history passes, and each way of spoiling it is called by its name. */
class ClientsSeeOneLogTest {
    private static final Bytes KEY = Bytes.utf8("k");

    private final CommittedLog log = new CommittedLog();
    private final ClientsSeeOneLog oracle = new ClientsSeeOneLog(log, 2);

    private long commit(Command command) {
        long index = log.lastIndex() + 1;
        log.add(new Entry(index, 1, Entry.Kind.COMMAND, CommandCodec.encode(command)), 1);
        return index;
    }

    private static final Served SERVED = new Served(Status.Role.LEADER, 0, Served.UNBOUNDED);

    private long commitPut(String value) {
        return commit(new Command.Put(KEY, Bytes.utf8(value + "xxx")));
    }

    private void put(int client, String value) {
        oracle.invoked(client, new Call.Put("k", value));
        oracle.completed(client, Outcome.DONE, new Reply.Done(commitPut(value)));
    }

    private void finds(int client, String value, long revision) {
        oracle.completed(
                client,
                Outcome.read(value),
                new Reply.Found(Bytes.utf8(value + "xxx"), revision, SERVED));
    }

    private void reads(int client, String value, long revision) {
        oracle.invoked(client, new Call.Get("k"));
        finds(client, value, revision);
    }

    private void misses(int client) {
        oracle.completed(client, Outcome.read(null), new Reply.Missing(SERVED));
    }

    private static void assertViolates(String rule, Runnable work) {
        assertEquals(rule, assertThrows(Violation.class, work::run).invariant());
    }

    @Test
    void aHistoryInTheOrderOfTheLogPasses() {
        oracle.invoked(1, new Call.Get("k"));
        put(0, "a");
        misses(1);
        oracle.invoked(1, new Call.Get("k"));
        put(0, "b");
        finds(1, "a", 1);
        reads(1, "b", 2);
        oracle.invoked(0, new Call.Clear());
        oracle.completed(0, Outcome.DONE, new Reply.Done(commit(new Command.Clear())));
        oracle.invoked(1, new Call.Get("k"));
        misses(1);
        oracle.atEnd();
    }

    @Test
    void aValueThatNobodyWrote() {
        put(0, "a");
        assertViolates("a value that is read was written", () -> reads(1, "b", 1));
    }

    @Test
    void aValueOfAnotherRevision() {
        put(0, "a");
        put(0, "b");
        assertViolates("a value that is read was written", () -> reads(1, "a", 2));
    }

    @Test
    void aClientThatReadsOlderThanItWrote() {
        put(0, "a");
        put(0, "b");
        assertViolates("a client never goes back", () -> reads(0, "a", 1));
    }

    @Test
    void aClientThatReadsOlderThanAnotherRead() {
        put(0, "a");
        put(0, "b");
        assertViolates("nobody sees less than was seen before", () -> reads(1, "a", 1));
    }

    @Test
    void aClientThatMissesWhatWasThere() {
        put(0, "a");
        oracle.invoked(1, new Call.Get("k"));
        assertViolates("nobody sees less than was seen before", () -> misses(1));
    }

    @Test
    void aWriteAcknowledgedWithTheWrongEntry() {
        put(0, "a");
        oracle.invoked(1, new Call.Delete("k"));
        assertViolates(
                "an acknowledged write is in the log",
                () -> oracle.completed(1, Outcome.DONE, new Reply.Done(1)));
    }

    @Test
    void aWriteInTheLogTwice() {
        commitPut("a");
        commitPut("a");
        assertViolates("a write is applied once", oracle::atEnd);
    }

    @Test
    void aRefusedWriteThatIsThereAllTheSame() {
        oracle.invoked(0, new Call.Put("k", "a"));
        oracle.completed(0, Outcome.FAILED, new Reply.Refused("busy"));
        commitPut("a");
        assertViolates("a refused write is never applied", oracle::atEnd);
    }
}
