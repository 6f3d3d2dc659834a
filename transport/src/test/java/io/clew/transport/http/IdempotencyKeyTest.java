package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.api.WriteToken;
import io.clew.engine.bytes.Bytes;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;

class IdempotencyKeyTest {
    private static final WriteToken TOKEN = new WriteToken(3, 0xfedcba9876543210L, 1_000_000);
    private static final String TEXT = "AQP-3LqYdlQyEMCEPQ";
    private static final String RANDOM = "0123456789abcdef";
    private static final Bytes VALUE = Bytes.utf8("v");

    private final KvApi api = new ApiAlone().api(false);

    private static HttpHead head(String method, String target, String key) {
        return new ApiAlone.Head(method, target, "Idempotency-Key", key);
    }

    @Test
    void aTokenHasOneText() {
        assertEquals(TEXT, IdempotencyKey.text(TOKEN));
    }

    @Test
    void writesWithAKeyAreKeyed() {
        var key = new WriteKey(TOKEN, Bytes.utf8(RANDOM));
        String header = TEXT + "." + RANDOM;
        Bytes name = Bytes.utf8("a");
        assertEquals(
                new Request.KeyedWrite(key, new Command.Put(name, VALUE)),
                asked("PUT", "/kv/a", header, VALUE));
        assertEquals(
                new Request.KeyedWrite(key, new Command.Delete(name)),
                asked("DELETE", "/kv/a", header, Bytes.EMPTY));
        assertEquals(
                new Request.KeyedWrite(key, new Command.Clear()),
                asked("DELETE", "/clear", header, Bytes.EMPTY));
        assertEquals(
                new Request.KeyedWrite(key, new Command.Clear()),
                asked("DELETE", "/clear", '"' + header + '"', Bytes.EMPTY));
        assertEquals(new Request.Read(name), asked("GET", "/kv/a", "not for reads", Bytes.EMPTY));
    }

    @Test
    void aKeyThatIsNoneIsRefusedBeforeTheBody() {
        String[] bad = {
            "",
            ".",
            RANDOM,
            TEXT,
            TEXT + ".",
            TEXT + ".0123456789abcde",
            TEXT + "." + "x".repeat(65),
            TEXT + ".0123456789abcde%",
            TEXT + "." + RANDOM + ".x",
            // Another version, one byte too many, one too few, unused bits.
            "AgP-3LqYdlQyEMCEPQ." + RANDOM,
            TEXT + "AA." + RANDOM,
            "AQP-3LqYdlQyEMCE." + RANDOM,
            "AQP-3LqYdlQyEMCEPR." + RANDOM,
            // A number in more bytes than it needs.
            "AYMA_ty6mHZUMhDAhD0." + RANDOM,
            "x." + RANDOM,
        };
        for (String key : bad) {
            for (String target : new String[] {"/kv/a", "/clear"}) {
                String method = target.equals("/clear") ? "DELETE" : "PUT";
                HttpAnswer answer = api.early(head(method, target, key));
                assertNotNull(answer, key);
                assertEquals(400, answer.status(), key);
                assertTrue(answer.body().utf8().startsWith("Idempotency-Key must be"), key);
            }
        }
        assertNull(api.early(head("PUT", "/kv/a", TEXT + "." + RANDOM)));
        assertNull(api.early(head("GET", "/kv/a", "")));
    }

    @Test
    void otherFaultsComeFirst() {
        HttpAnswer answer = api.early(head("PUT", "/kv/", ""));
        assertEquals("key cannot be empty\n", answer == null ? "" : answer.body().utf8());
        answer = api.early(head("POST", "/clear", ""));
        assertEquals(405, answer == null ? 0 : answer.status());
    }

    @Test
    void answersBringTheNextToken() {
        String token = "Clew-Idempotency-Token=" + TEXT;
        assertEquals("200 " + token + " ", text(new Reply.DoneOnce(7, false, TOKEN)));
        assertEquals(
                "200 " + token + " Clew-Repeated=true ", text(new Reply.DoneOnce(7, true, TOKEN)));
        refused(KeyFault.TOO_OLD, "409 " + token);
        refused(KeyFault.REUSED, "422 " + token);
        refused(KeyFault.FOREIGN, "409 " + token);
        refused(KeyFault.NOT_ISSUED, "400 " + token);
    }

    @Test
    void theAnswerOfARepetitionSaysTheSameAndThatItIsOne() {
        var keyed = head("PUT", "/kv/a", TEXT + "." + RANDOM);
        var first = api.answer(new Reply.DoneOnce(7, false, TOKEN), keyed).headers();
        var again =
                new ArrayList<>(api.answer(new Reply.DoneOnce(7, true, TOKEN), keyed).headers());
        assertTrue(again.remove(new HttpAnswer.Header("Clew-Repeated", "true")));
        assertEquals(first, again);
        assertTrue(first.contains(new HttpAnswer.Header("Clew-Revision", "7")), "" + first);
        assertTrue(first.contains(new HttpAnswer.Header("Clew-Idempotency-Token", TEXT)));
    }

    private void refused(KeyFault fault, String start) {
        String text = text(new Reply.KeyRefused(fault, TOKEN));
        assertTrue(text.startsWith(start + " not applied: ") && text.endsWith("\n"), text);
    }

    private String text(Reply reply) {
        HttpAnswer answer = api.answer(reply, "/kv/a");
        var text = new StringBuilder().append(answer.status());
        answer.headers().forEach(h -> text.append(' ' + h.name() + '=' + h.value()));
        return text.append(' ').append(answer.body().utf8()).toString();
    }

    private Request asked(String method, String target, String key, Bytes body) {
        Routed routed = api.route(head(method, target, key), body);
        return assertInstanceOf(Routed.Ask.class, routed).request();
    }
}
