package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.client.Heard.Answered;

import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** A linearizable read. It has no effect, so that it may be sent again whatever became of it. */
final class ReadCall extends Call {
    private final CompletableFuture<Result.Read> result;
    private final Ask ask;

    ReadCall(
            Cluster cluster,
            Bytes key,
            long attemptNanos,
            RandomGenerator random,
            CompletableFuture<Result.Read> result) {
        super(cluster, key, attemptNanos, random);
        this.result = result;
        this.ask = Ask.get("/kv/" + key.utf8());
    }

    @Override
    void ask(int shard, String address) {
        send(shard, address, ask);
    }

    @Override
    void answered(int shard, String address, Answered answer) {
        switch (answer.status()) {
            case 200 -> end(new Result.Value(answer.body(), WriteCall.revision(answer)));
            case 404 -> end(new Result.Missing());
            case 400, 405, 413, 414, 431 ->
                    end(new Result.Failed(Result.Cause.REFUSED, text(answer)));
            default -> astray(shard, address, text(answer));
        }
    }

    @Override
    void lost(int shard, String address, String reason) {
        astray(shard, address, reason);
    }

    @Override
    void ended(Result.Cause cause, String reason) {
        end(new Result.Failed(cause, reason));
    }

    @Override
    void broken(RuntimeException error) {
        result.completeExceptionally(error);
    }

    private void end(Result.Read how) {
        over();
        result.complete(how);
    }
}
