package io.clew.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Outcome;
import io.clew.sim.report.Recording.Work;

import org.junit.jupiter.api.Test;

/** What no order explains is found again among the operations of a page. */
class ContradictionTest {
    private static final long MILLI = 1_000_000;

    private final Recording recording = new Recording();
    private final History.Builder history = new History.Builder();

    @Test
    void anUnexplainedReadIsMarkedAmongTheOperations() {
        Work other = happened(0, new Call.Put("b", "1"), Outcome.DONE, 1);
        Work write = happened(1, new Call.Put("a", "1"), Outcome.DONE, 3);
        Work read = happened(2, new Call.Get("a"), Outcome.read(null), 5);
        Contradiction.mark(recording, history.build());
        assertEquals(0, other.mark);
        assertEquals(Work.MINIMAL, write.mark);
        assertEquals(Work.MINIMAL | Work.FAILING, read.mark);
    }

    @Test
    void whatCanBeExplainedIsNotMarked() {
        Work write = happened(1, new Call.Put("a", "1"), Outcome.DONE, 3);
        Work read = happened(2, new Call.Get("a"), Outcome.read("1"), 5);
        Contradiction.mark(recording, history.build());
        assertEquals(0, write.mark | read.mark);
    }

    @Test
    void nanosecondsAndProcessesAreToldAsSecondsAndClients() {
        happened(7, new Call.Put("a", "1"), Outcome.DONE, 3);
        assertEquals(
                "put at 0.0030–0.0040 s (client7), get at 0.0050–0.0060 s",
                Contradiction.told(
                        recording,
                        "put at 3000000–4000000 (process 0), get at 5000000–6000000 (process 1)"));
    }

    /** For a millisecond. */
    private Work happened(int client, Call call, Outcome outcome, long millis) {
        var work = new Work(client, Words.call(call), "", call instanceof Call.Get, millis * MILLI);
        work.ended = work.begun + MILLI;
        recording.operations.add(work);
        history.invoke(client, call, work.begun);
        history.complete(client, outcome, work.ended);
        return work;
    }
}
