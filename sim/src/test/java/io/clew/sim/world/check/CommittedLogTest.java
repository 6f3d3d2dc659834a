package io.clew.sim.world.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Violation;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What a replica had committed when it was taken away. */
class CommittedLogTest {
    private static final Entry FIRST = new Entry(1, 3, Entry.Kind.NOOP, Bytes.EMPTY);
    private static final Entry SECOND = new Entry(2, 3, Entry.Kind.NOOP, Bytes.EMPTY);

    private final CommittedLog committed = new CommittedLog();
    private final ShadowLog log = new ShadowLog();

    CommittedLogTest() {
        HardState hard = HardState.INITIAL.voted(3, new NodeId(1));
        log.apply(new LogWrite(hard, null, 1, List.of(FIRST, SECOND)));
    }

    @Test
    void isTakenFromItsLogAsFarAsAnAnswerTellsOfIt() {
        committed.until(1, log);
        assertEquals(1, committed.lastIndex());
        committed.until(2, log);
        committed.until(1, log);
        assertEquals(2, committed.lastIndex());
        assertEquals(SECOND, committed.at(2));
        assertEquals(3, committed.committedIn(2));
    }

    @Test
    void anAnswerAboutMoreThanThereIsIsAViolation() {
        assertThrows(Violation.class, () -> committed.until(3, log));
    }
}
