package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.transport.http.ClusterOrder;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.KvApi;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Two nodes, each alone, that are told at the same time to join each other. */
@Timeout(60)
class MutualJoinTest {
    @TempDir Path folder;

    /** One that says of itself what the real one would. */
    private static final class Alone implements AutoCloseable {
        final ScriptedServer server;
        final ClusterOrders orders;
        private final NodeId id;
        private final Runnable beforeItTells;
        private volatile boolean gaveUp;

        Alone(Path folder, long number, Runnable beforeItTells) throws IOException {
            this.id = new NodeId(number);
            this.beforeItTells = beforeItTells;
            this.server =
                    ScriptedServer.taking(
                            call -> Thread.ofVirtual().start(() -> call.respond(told())));
            this.orders =
                    new ClusterOrders(
                            node(),
                            new KvApi(
                                    ServerConfig.of(new Flags(), new TreeMap<>()).api(),
                                    new NoControls()),
                            new Member(id, server.address()),
                            new JoinFile(Files.createDirectories(folder)),
                            new OtherNodes(_ -> true),
                            () -> {});
        }

        private HttpAnswer told() {
            beforeItTells.run();
            String json =
                    """
                    {"node": "%s", "cluster": %s, "standing": "%s", "on-its-way": %s}"""
                            .formatted(
                                    id,
                                    gaveUp ? "null" : "\"2a\"",
                                    gaveUp ? "waiting" : "voter",
                                    orders.onItsWay());
            return HttpAnswer.json(200, json);
        }

        private ApiHandler.Node node() {
            return new ApiHandler.Node() {
                @Override
                public void submit(Request request, Consumer<Reply> asker) {
                    gaveUp |= request.equals(new Request.Renounce(false));
                    asker.accept(new Reply.Done(0));
                }

                @Override
                public Reply.@Nullable NotLeader elsewhere() {
                    return null;
                }
            };
        }

        CompletableFuture<HttpAnswer> join(Alone other) {
            var answer = new CompletableFuture<HttpAnswer>();
            var order = new ClusterOrder.Join(List.of(other.server.address()));
            orders.carryOut(order, answer::complete);
            return answer;
        }

        @Override
        public void close() {
            orders.stop();
            server.close();
        }
    }

    /** Each would be left without a cluster, and wait for the other for ever. */
    @Test
    void neitherGivesItsClusterUpWhileTheOtherMayBeDoingSo() throws Exception {
        var bothAsk = new CountDownLatch(2);
        Runnable awaitBoth =
                () -> {
                    bothAsk.countDown();
                    try {
                        bothAsk.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                };
        try (var one = new Alone(folder.resolve("one"), 1, awaitBoth);
                var two = new Alone(folder.resolve("two"), 2, awaitBoth)) {
            CompletableFuture<HttpAnswer> first = one.join(two);
            CompletableFuture<HttpAnswer> second = two.join(one);
            assertEquals(503, first.join().status());
            assertEquals(503, second.join().status());
            assertFalse(one.gaveUp || two.gaveUp);
            assertFalse(one.orders.onItsWay() || two.orders.onItsWay());
        }
    }
}
