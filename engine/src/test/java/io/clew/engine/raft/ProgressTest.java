package io.clew.engine.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final RaftConfig CONFIG =
            new RaftConfig(500, 1000, 100, 1000, 3, 250, 10_000, false, 1);

    private static Progress streaming(long match) {
        var progress = new Progress(CONFIG, new NodeId(2), match + 1, 0);
        progress.matched(match, 0);
        return progress;
    }

    @Test
    void aProbeWaitsForItsAnswer() {
        var progress = new Progress(CONFIG, new NodeId(2), 5, 0);
        assertTrue(progress.ready());
        progress.sent(7, 10, false, 0);
        assertFalse(progress.ready());
        assertEquals(5, progress.next(), "a probe does not move on before it is answered");
        progress.matched(7, 1);
        assertEquals(Progress.State.STREAM, progress.state());
        assertEquals(8, progress.next());
    }

    @Test
    void theWindowIsBoundedInMessagesAndInBytes() {
        Progress messages = streaming(1);
        for (int i = 2; i <= 4; i++) {
            assertTrue(messages.ready());
            messages.sent(i, 1, false, 0);
        }
        assertFalse(messages.ready());
        messages.matched(2, 1);
        assertTrue(messages.ready());

        Progress bytes = streaming(1);
        bytes.sent(2, 250, false, 0);
        assertFalse(bytes.ready());
    }

    @Test
    void nothingOvertakesWhatTravelsByTheOtherConnection() {
        Progress progress = streaming(1);
        progress.sent(2, 1, true, 0);
        assertFalse(progress.ready());
        progress.matched(2, 1);
        assertTrue(progress.ready());
    }

    @Test
    void anOldRefusalMovesNothingBack() {
        Progress progress = streaming(5);
        progress.sent(9, 1, false, 0);
        assertFalse(progress.rejected(5));
        assertTrue(progress.rejected(9));
        progress.probe(7);
        assertFalse(progress.rejected(9), "of the stream before the probe");
        assertTrue(progress.rejected(6));
    }

    @Test
    void whatIsUnansweredForTooLongIsSentAgain() {
        Progress progress = streaming(5);
        progress.sent(9, 200, false, 100);
        assertFalse(progress.overdue(499, 400));
        assertTrue(progress.overdue(500, 400));
        progress.retry(500);
        assertEquals(6, progress.next());
        assertTrue(progress.ready(), "the window was emptied with the bytes in it");
        progress.sent(9, 200, false, 500);
        assertFalse(progress.overdue(600, 400));
    }

    /** Ten megabytes may be on their way for seconds; every copy would make it longer. */
    @Test
    void aLargeEntryIsSentAgainEverLaterWhileTheFollowerAnswers() {
        Progress progress = streaming(5);
        long now = 0;
        for (int sent = 0; sent < 9; sent++) {
            progress.sent(6, 10_000, true, now);
            long patience = (400L + 10_000 * 953) << Math.min(sent, 3);
            assertFalse(progress.overdue(now + patience - 1, 400), "copy " + sent);
            for (long end = now + patience; now < end; now += 100) {
                progress.heard(now);
            }
            assertTrue(progress.overdue(now, 400), "copy " + sent);
            progress.retry(now);
        }
        progress.heard(now);
        progress.sent(6, 10_000, true, now);
        assertFalse(progress.overdue(now + 400, 400));
        progress.heard(now + 500);
        assertTrue(progress.overdue(now + 500, 400), "whoever was away is not kept waiting");
        progress.retry(now);
        progress.sent(6, 10_000, true, now);
        progress.matched(6, now);
        progress.sent(7, 10_000, true, now);
        assertTrue(progress.overdue(now + 400 + 10_000 * 953, 400), "the link works");
    }

    @Test
    void aSmallEntryIsSentAgainAtOnePace() {
        Progress progress = streaming(5);
        for (int sent = 0; sent < 9; sent++) {
            progress.sent(6, 10, false, 0);
            assertTrue(progress.overdue(400, 400));
            progress.retry(0);
        }
    }

    @Test
    void anAnswerFromBeforeTheSnapshotDoesNotEndIt() {
        Progress progress = streaming(5);
        var snapshot = new SnapshotId(new LogId(2, 20), 100, 0);
        progress.startSnapshot(snapshot, 0);
        progress.matched(7, 1);
        assertEquals(Progress.State.SNAPSHOT, progress.state());
        progress.matched(20, 2);
        assertEquals(Progress.State.STREAM, progress.state());
        assertEquals(21, progress.next());
    }

    @Test
    void twoAnswersToOnePieceOfASnapshotAskForOneMore() {
        var progress = new Progress(CONFIG, new NodeId(2), 5, 0);
        progress.startSnapshot(new SnapshotId(new LogId(1, 9), 300, 7), 0);
        assertTrue(progress.snapshotAt(100, 1));
        assertFalse(progress.snapshotAt(100, 2));
        assertTrue(progress.snapshotAt(0, 3), "the follower has lost what it had");
    }
}
