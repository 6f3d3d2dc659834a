package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.transport.SocketTransport;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;
import io.clew.transport.http.HttpConfig;
import io.clew.transport.http.HttpHandler;
import io.clew.transport.http.HttpHead;
import io.clew.transport.http.HttpServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What is said of nodes that cannot be asked: people and logs read it. */
class OtherNodesTest {
    @Test
    void whoDoesNotListenIsNamed() {
        var others = new OtherNodes();
        var failure = assertThrows(IOException.class, () -> others.waitingAt("127.0.0.1:1"));
        assertEquals("cannot connect to 127.0.0.1:1", failure.getMessage());
    }

    private static HttpServer server(Function<HttpCall, HttpAnswer> answers) throws IOException {
        var handler =
                new HttpHandler() {
                    @Override
                    public @Nullable HttpAnswer early(HttpHead head) {
                        return null;
                    }

                    @Override
                    public void handle(HttpCall call) {
                        call.respond(answers.apply(call));
                    }
                };
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server =
                new HttpServer(SocketTransport.best(), HttpConfig.production(any), handler, null);
        server.start();
        return server;
    }

    /** Such as a service of Docker Compose. */
    @Test
    void aNameWithALowLineIsLookedUpInsteadOfBeingRefused() {
        var others = new OtherNodes();
        var failure = assertThrows(IOException.class, () -> others.waitingAt("no_such.invalid:1"));
        assertEquals("cannot connect to no_such.invalid:1: no such host", failure.getMessage());
    }

    @Test
    void whatIsNoAddressIsAFailureLikeAnyOther() {
        var others = new OtherNodes();
        for (String address : List.of("[zz]:1", "a..b:1", "-:1")) {
            var failure = assertThrows(IOException.class, () -> others.waitingAt(address));
            assertTrue(("" + failure.getMessage()).contains(address), failure.getMessage());
        }
    }

    @Test
    void anOrderFollowsTheLeader() throws IOException, InterruptedException {
        HttpServer leader = server(call -> HttpAnswer.text(409, "told\n"));
        HttpServer follower =
                server(
                        call ->
                                HttpAnswer.text(307, "")
                                        .with(
                                                "Location",
                                                "http://127.0.0.1:%d%s"
                                                        .formatted(leader.port(), call.target())));
        try {
            var said =
                    new OtherNodes()
                            .change(
                                    "127.0.0.1:" + follower.port(),
                                    List.of(),
                                    List.of(),
                                    List.of("gone"));
            assertEquals(new OtherNodes.Said(409, "told"), said);
        } finally {
            follower.close(Duration.ZERO);
            leader.close(Duration.ZERO);
        }
    }
}
