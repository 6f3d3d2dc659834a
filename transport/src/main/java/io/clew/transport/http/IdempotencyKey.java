package io.clew.transport.http;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.api.WriteToken;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The header by which a client may send a write again: {@code Idempotency-Key: <token>.<random>}.
 *
 * <p>A token is a place in the log of a shard. It comes with the answer to each write that had a
 * key, and from {@code /cluster/info} for the first. It is no secret, and opaque:
 *
 * <pre>
 *   token : base64url without padding of version u8, shard varint, cluster u64, index varint
 * </pre>
 */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    static final String TOKEN = "Clew-Idempotency-Token";

    private static final int VERSION = 1;

    /** Tokens are shared by many clients: what follows has to be random enough to differ. */
    private static final Pattern FORM =
            Pattern.compile("\"?([A-Za-z0-9_-]{1,64})\\.([A-Za-z0-9_-]{16,64})\"?");

    private static final HttpAnswer DONE = HttpAnswer.text(200, Bytes.EMPTY);

    private IdempotencyKey() {}

    /** What is wrong with the header, if there is one; null if nothing is. */
    static @Nullable HttpAnswer fault(HttpHead head) {
        String header = head.header(HEADER);
        return header == null || parse(header) != null
                ? null
                : HttpAnswer.text(
                        400,
                        HEADER
                                + " must be a token of this cluster's, a dot, and 16 to 64 random"
                                + " letters, digits, _ or -\n");
    }

    /** A write, keyed if the client has sent a key. */
    static Request write(HttpHead head, Command.Write command) {
        String header = head.header(HEADER);
        WriteKey key = header == null ? null : parse(header);
        return key == null ? new Request.Write(command) : new Request.KeyedWrite(key, command);
    }

    private static @Nullable WriteKey parse(String header) {
        var form = FORM.matcher(header);
        WriteToken token = form.matches() ? token(form.group(1)) : null;
        return token == null ? null : new WriteKey(token, Bytes.utf8(form.group(2)));
    }

    static String text(WriteToken token) {
        var out = new ByteWriter().u8(VERSION).varint(token.shard());
        out.u64(token.cluster()).varint(token.index());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toArray());
    }

    private static @Nullable WriteToken token(String text) {
        try {
            var in = new ByteReader(Bytes.of(Base64.getUrlDecoder().decode(text)));
            if (in.u8() != VERSION) {
                return null;
            }
            var token = new WriteToken(in.count(Integer.MAX_VALUE), in.u64(), in.natural());
            // One place, one token: else two texts would be one key.
            return text(token).equals(text) ? token : null;
        } catch (MalformedException | IllegalArgumentException _) {
            return null;
        }
    }

    static HttpAnswer answer(Reply.DoneOnce done) {
        HttpAnswer answer = DONE.with(TOKEN, text(done.next()));
        return done.repeated() ? answer.with("Clew-Repeated", "true") : answer;
    }

    static HttpAnswer answer(Reply.KeyRefused refused) {
        int status = status(refused.fault());
        return HttpAnswer.text(status, words(refused.fault())).with(TOKEN, text(refused.next()));
    }

    private static int status(KeyFault fault) {
        return switch (fault) {
            case TOO_OLD, FOREIGN -> 409;
            case REUSED -> 422;
            case NOT_ISSUED -> 400;
        };
    }

    private static String words(KeyFault fault) {
        return switch (fault) {
            case TOO_OLD ->
                    "not applied: the key is so old that it is not known any more whether it was"
                            + " used\n";
            case FOREIGN -> "not applied: the key's token is of another cluster or shard\n";
            case REUSED -> "not applied: the key was used for another write\n";
            case NOT_ISSUED -> "not applied: the key's token was never given out\n";
        };
    }
}
