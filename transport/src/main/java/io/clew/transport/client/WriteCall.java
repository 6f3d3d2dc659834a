package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.client.Heard.Answered;
import io.clew.transport.http.HttpAnswer.Header;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * A write. What certainly had no effect is sent again; what perhaps had only under the name that
 * the call has given it, by which the cluster applies it once.
 */
final class WriteCall extends Call {
    private static final int NAME_BYTES = 16;
    private static final String TOKEN = "Clew-Idempotency-Token";

    private final CompletableFuture<Result.Written> result;
    private final boolean named;
    private final RandomGenerator random;
    private Ask ask;

    /** A token and something random; null while there is no token. */
    private @Nullable String name;

    /** Whether an attempt has perhaps been applied. */
    private boolean perhaps;

    /**
     * @param key null if the write concerns all
     * @param ask without a name
     */
    WriteCall(
            Cluster cluster,
            @Nullable Bytes key,
            Ask ask,
            long attemptNanos,
            boolean named,
            RandomGenerator random,
            CompletableFuture<Result.Written> result) {
        super(cluster, key, attemptNanos, random);
        this.ask = ask;
        this.named = named;
        this.random = random;
        this.result = result;
    }

    @Override
    void ask(int shard, String address) {
        if (named && name == null) {
            String token = cluster().token(shard);
            if (token == null) {
                cluster().learnToken(shard, address, () -> step(() -> goOnWithToken(shard)));
                return;
            }
            name(token);
        }
        send(shard, address, ask);
    }

    private void goOnWithToken(int shard) {
        if (cluster().token(shard) == null) {
            later("no node gives out a token for shard " + shard);
        } else {
            again();
        }
    }

    private void name(String token) {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        name = token + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ask =
                new Ask(
                        ask.method(),
                        ask.target(),
                        List.of(new Header("Idempotency-Key", name)),
                        ask.body());
    }

    @Override
    void answered(int shard, String address, Answered answer) {
        String token = answer.header(TOKEN);
        if (token != null) {
            cluster().token(shard, token);
        }
        switch (answer.status()) {
            case 200 -> end(new Result.Done(revision(answer)));
            // The head or the body did not arrive whole, or there is no room for it now.
            case 408, 507 -> astray(shard, address, text(answer));
            case 400, 409 -> notTaken(token, answer);
            case 404, 405, 413, 414, 422, 431 -> refused(answer);
            default -> lost(shard, address, text(answer));
        }
    }

    /** The name is not accepted. If nothing was sent under it before, another one will do. */
    private void notTaken(@Nullable String token, Answered answer) {
        if (token == null || perhaps) {
            refused(answer);
        } else {
            name = null;
            later(text(answer));
        }
    }

    private void refused(Answered answer) {
        end(
                perhaps
                        ? new Result.Unknown(text(answer))
                        : new Result.Failed(Result.Cause.REFUSED, text(answer)));
    }

    @Override
    void lost(int shard, String address, String reason) {
        perhaps = true;
        if (named) {
            astray(shard, address, reason);
        } else {
            cluster().map().doubt(shard, address);
            end(new Result.Unknown(address + ": " + reason));
        }
    }

    @Override
    void ended(Result.Cause cause, String reason) {
        end(perhaps ? new Result.Unknown(reason) : new Result.Failed(cause, reason));
    }

    @Override
    void broken(RuntimeException error) {
        result.completeExceptionally(error);
    }

    private void end(Result.Written how) {
        over();
        result.complete(how);
    }

    static long revision(Answered answer) {
        String text = answer.header("Clew-Revision");
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
