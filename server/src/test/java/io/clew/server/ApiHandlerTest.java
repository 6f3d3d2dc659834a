package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;
import io.clew.transport.http.KvApi;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is done on whose thread. */
class ApiHandlerTest {
    @TempDir Path folder;

    /** Replies the same to everything. */
    private record Answering(Reply reply) implements ApiHandler.Node {
        @Override
        public void submit(Request request, Consumer<Reply> asker) {
            asker.accept(reply);
        }

        @Override
        public Reply.@Nullable NotLeader elsewhere() {
            return null;
        }
    }

    /** A request for a path, and how its answer is made. */
    private static final class Get implements HttpCall {
        private final String target;
        private @Nullable HttpAnswer made;
        private @Nullable Supplier<HttpAnswer> making;

        Get(String target) {
            this.target = target;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String target() {
            return target;
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public long contentLength() {
            return 0;
        }

        @Override
        public Bytes body() {
            return Bytes.EMPTY;
        }

        @Override
        public void respond(HttpAnswer answer) {
            made = answer;
        }

        @Override
        public void respond(Supplier<HttpAnswer> later) {
            making = later;
        }
    }

    private Get asked(String target, Reply reply) {
        var node = new Answering(reply);
        var options = new KvApi.Options("a:1", 100, false, false);
        var api = new KvApi(options, new NoControls());
        var orders =
                new ClusterOrders(
                        node,
                        api,
                        new Member(new NodeId(1), "a:1"),
                        new JoinFile(folder),
                        new OtherNodes(_ -> false),
                        () -> {});
        var call = new Get(target);
        new ApiHandler(api, node, orders, null, _ -> true).handle(call);
        return call;
    }

    private static HttpAnswer finished(Get call) {
        assertNull(call.made, "the node's thread has something better to do");
        return Objects.requireNonNull(call.making).get();
    }

    @Test
    void whatMayBeLongIsWrittenByWhoeverSendsIt() {
        var page = new Reply.LogPage(new LogId(0, 0), 0, 0, 0, List.of());
        assertEquals(200, finished(asked("/log", page)).status());
        var shards = new Reply.Shards(List.of(), null);
        assertEquals(
                "{\"shards\": []}\n", finished(asked("/cluster/shards", shards)).body().utf8());
    }

    /** What it says of the node is as of the reply. */
    @Test
    void whatIsShortIsWrittenAtOnce() {
        Get call = asked("/kv/a", new Reply.Refused("busy"));
        assertEquals(503, Objects.requireNonNull(call.made).status());
    }
}
