package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Effects.Answer;
import io.clew.engine.Event;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Served;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RequestsTest {
    private static final Reply MISSING =
            new Reply.Missing(new Served(Status.Role.LEADER, 1, Served.UNBOUNDED));

    private static final Request READ = new Request.Read(Bytes.utf8("k"));

    private final Inbox inbox = new Inbox();
    private final List<Reply> replies = new ArrayList<>();

    @Test
    void anAnswerFindsWhoAsked() {
        var requests = new Requests(inbox, 10, 1000);
        var others = new ArrayList<Reply>();
        requests.submit(READ, replies::add);
        requests.submit(READ, others::add);
        long first = token();
        long second = token();

        requests.answer(new Answer(second, MISSING));
        assertEquals(List.of(), replies);
        assertEquals(List.of(MISSING), others);
        requests.answer(new Answer(first, new Reply.Done(1)));
        assertEquals(List.of(new Reply.Done(1)), replies);
        assertTrue(requests.isEmpty());
    }

    @Test
    void aSecondAnswerIsAnErrorOfTheProgram() {
        var requests = new Requests(inbox, 10, 1000);
        requests.submit(READ, replies::add);
        long token = token();
        requests.answer(new Answer(token, MISSING));
        assertThrows(
                IllegalStateException.class, () -> requests.answer(new Answer(token, MISSING)));
    }

    @Test
    void beyondTheLimitOfRequestsTheNextIsRefusedAtOnce() {
        var requests = new Requests(inbox, 1, 1000);
        requests.submit(READ, replies::add);
        requests.submit(READ, replies::add);
        assertInstanceOf(Reply.Refused.class, replies.getFirst());

        requests.answer(new Answer(token(), MISSING));
        requests.submit(READ, replies::add);
        assertEquals(2, replies.size(), "the third was let in");
    }

    @Test
    void beyondTheLimitOfBytesAWriteIsRefusedUnlessItIsAlone() {
        var requests = new Requests(inbox, 10, 1000);
        requests.submit(put(5000), replies::add);
        assertEquals(List.of(), replies);
        requests.submit(put(1), replies::add);
        assertInstanceOf(Reply.Refused.class, replies.getFirst());

        requests.answer(new Answer(token(), new Reply.Done(1)));
        requests.submit(put(400), replies::add);
        requests.submit(put(400), replies::add);
        assertEquals(2, replies.size(), "both fit");
    }

    @Test
    void looksAtTheNodeAreNeverRefused() {
        var requests = new Requests(inbox, 1, 1000);
        requests.submit(READ, replies::add);
        requests.submit(new Request.Inspect(), replies::add);
        requests.submit(new Request.Resign(), replies::add);
        assertEquals(List.of(), replies);
    }

    private static Request put(int valueBytes) {
        return new Request.Write(new Command.Put(Bytes.utf8("k"), Bytes.of(new byte[valueBytes])));
    }

    private long token() {
        return inbox.poll() instanceof Event.Requested requested ? requested.token() : -1;
    }
}
