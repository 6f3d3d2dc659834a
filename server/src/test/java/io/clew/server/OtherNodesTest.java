package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is said of nodes that cannot be asked: people and logs read it. */
class OtherNodesTest {
    @Test
    void whoDoesNotListenIsNamed() {
        var others = new OtherNodes(_ -> true);
        var failure = assertThrows(IOException.class, () -> others.waitingAt("127.0.0.1:1"));
        assertEquals("cannot connect to 127.0.0.1:1", failure.getMessage());
    }

    /** Such as a service of Docker Compose. */
    @Test
    void aNameWithALowLineIsLookedUpInsteadOfBeingRefused() {
        var others = new OtherNodes(_ -> true);
        var failure = assertThrows(IOException.class, () -> others.waitingAt("no_such.invalid:1"));
        assertEquals("cannot connect to no_such.invalid:1: no such host", failure.getMessage());
    }

    @Test
    void whatIsNoAddressIsAFailureLikeAnyOther() {
        var others = new OtherNodes(_ -> true);
        for (String address : List.of("[zz]:1", "a..b:1", "-:1")) {
            var failure = assertThrows(IOException.class, () -> others.waitingAt(address));
            assertTrue(("" + failure.getMessage()).contains(address), failure.getMessage());
        }
    }

    /** As behind a firewall: they hear nothing, whoever sends there. */
    @Test
    void whoIsCutOffByOrderHearsNothingNotEvenByWayOfOthers() throws IOException {
        try (var leader = ScriptedServer.answering(_ -> HttpAnswer.text(200, ""));
                var follower = ScriptedServer.answering(call -> sentOn(call, leader))) {
            var others = new OtherNodes(address -> !address.equals(leader.address()));
            String why = "cannot connect to " + leader.address() + ": cut off by order";
            for (var asked : List.of(leader, follower)) {
                var failure =
                        assertThrows(
                                ConnectException.class,
                                () ->
                                        others.change(
                                                asked.address(), List.of(), List.of(), List.of()));
                assertEquals(why, failure.getMessage());
            }
        }
    }

    /** Such as a load balancer whose server dies in the middle of an answer. */
    @Test
    @Timeout(60)
    void anAnswerThatNeverEndsIsGivenUp() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> begin(listener));
            String address = "127.0.0.1:" + listener.getLocalPort();
            var others = new OtherNodes(_ -> true);
            var failure = assertThrows(HttpTimeoutException.class, () -> others.waitingAt(address));
            assertEquals(address + " does not answer in time", failure.getMessage());
        }
    }

    private static void begin(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            String head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";
            client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            // The request, and then nothing until the other side gives up.
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAnswerThatIsFarTooLongIsNotTaken() throws IOException {
        String much = "{\"node\": \"0000000000000001\"}" + " ".repeat(OtherNodes.BYTES_MAX);
        try (var server = ScriptedServer.answering(_ -> HttpAnswer.json(200, much))) {
            var others = new OtherNodes(_ -> true);
            assertThrows(IOException.class, () -> others.waitingAt(server.address()));
        }
    }

    /** It would hear two leaders, or have a vote in two clusters. */
    @Test
    void whoFoundsAClusterIsNotTakenIntoAnother() throws IOException {
        assertEquals(new NodeId(1), nodeThatSays("waiting").id());
        assertEquals(new NodeId(1), nodeThatSays("shut-out").id());
        for (String standing : List.of("founding", "voter")) {
            var failure = assertThrows(IOException.class, () -> nodeThatSays(standing));
            String why = "" + failure.getMessage();
            assertTrue(why.contains("founds a cluster of its own (it says: " + standing), why);
        }
    }

    private static Member nodeThatSays(String standing) throws IOException {
        String info =
                "{\"node\": \"%s\", \"cluster\": null, \"standing\": \"%s\"}"
                        .formatted(new NodeId(1), standing);
        try (var server = ScriptedServer.answering(_ -> HttpAnswer.json(200, info))) {
            return new OtherNodes(_ -> true).waitingAt(server.address());
        }
    }

    private static HttpAnswer sentOn(HttpCall call, ScriptedServer leader) {
        String there = "http://" + leader.address() + call.target();
        return HttpAnswer.text(307, "").with("Location", there);
    }

    @Test
    void anOrderFollowsTheLeader() throws IOException {
        try (var leader = ScriptedServer.answering(_ -> HttpAnswer.text(409, "told\n"));
                var follower = ScriptedServer.answering(call -> sentOn(call, leader))) {
            var said =
                    new OtherNodes(_ -> true)
                            .change(follower.address(), List.of(), List.of(), List.of("gone"));
            assertEquals(new OtherNodes.Said(409, "told"), said);
        }
    }
}
