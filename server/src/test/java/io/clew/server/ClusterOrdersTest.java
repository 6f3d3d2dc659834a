package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Standing;
import io.clew.transport.http.ClusterOrder;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.KvApi;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Orders that go wrong: whoever gave them gets an answer. */
class ClusterOrdersTest {
    private static final String CUT_OFF = "127.0.0.1:2";
    private static final String SELF = "b:1";
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir Path folder;

    @Test
    void aDiskThatTakesNoFileIsAnAnswer() throws Exception {
        Files.createDirectories(folder.resolve("joining.new/occupied"));
        HttpAnswer answer = join(2, new Reply.Rejected("never asked"));
        assertEquals(500, answer.status());
        String said = answer.body().utf8();
        assertTrue(said.startsWith("cannot write " + folder.resolve("joining") + ": "), said);
    }

    @Test
    void anOrderThatIsRefusedLeavesNothingBehind() throws Exception {
        HttpAnswer answer = join(2, new Reply.Rejected("this node holds keys"));
        assertEquals("409 this node holds keys\n", said(answer));
        assertTrue(Files.notExists(folder.resolve("joining")));
    }

    /** It may have forgotten its cluster by then, or may yet: a restart must not found another. */
    @Test
    void aWishWhoseOutcomeIsUnknownIsKept() throws Exception {
        HttpAnswer answer = join(2, new Reply.Unknown("the node does not answer"));
        assertEquals(504, answer.status());
        assertNotNull(new JoinFile(folder).read());
    }

    /** As its greeting proposes to whoever looks after it. */
    @Test
    @Timeout(60)
    void whoeverWaitsToFollowOnlyFollows() throws Exception {
        new JoinFile(folder).write(new JoinFile.Wish(true, List.of(NOBODY), null));
        var added = new CompletableFuture<String>();
        String info = "{\"node\": \"" + new NodeId(2) + "\"}";
        try (var leader =
                ScriptedServer.answering(
                        call -> {
                            if (call.method().equals("GET")) {
                                return HttpAnswer.json(200, info);
                            }
                            added.complete(call.body().utf8());
                            return HttpAnswer.text(200, "");
                        })) {
            var join = new ClusterOrder.Join(List.of(leader.address()));
            ApiHandler.Node node =
                    answering(
                            request ->
                                    request instanceof Request.Renounce
                                            ? new Reply.Done(0)
                                            : new Reply.Refused("not yet"));
            ClusterOrders orders = orders(node, () -> {});
            var answer = new CompletableFuture<HttpAnswer>();
            orders.carryOut(join, answer::complete);
            assertEquals("200 ", said(answer.join()));
            orders.stop();
            String self = "{\"id\": \"" + new NodeId(1) + "\", \"address\": \"b:1\"}";
            assertEquals(
                    "{\"add\": [], \"add-replicas\": [" + self + "], \"remove\": []}",
                    added.join());
            var wish = new JoinFile.Wish(true, List.of(leader.address()), null);
            assertEquals(wish, new JoinFile(folder).read());
        }
    }

    /** Such as of a client that tries again: one would take back what the other has written. */
    @Test
    @Timeout(60)
    void ofTwoOrdersToJoinOneIsCarriedOutAtATime() throws Exception {
        String info = "{\"node\": \"" + new NodeId(2) + "\"}";
        var asked = new CompletableFuture<Boolean>();
        var goesOn = new CompletableFuture<Reply>();
        var replies = new ArrayDeque<CompletableFuture<Reply>>(List.of(goesOn));
        ApiHandler.Node node =
                answering(
                        request -> {
                            if (request.equals(new Request.Renounce(false))) {
                                var reply = Objects.requireNonNull(replies.poll(), "one order");
                                asked.complete(true);
                                return reply.join();
                            }
                            return new Reply.Done(0);
                        });
        try (var leader = ScriptedServer.answering(_ -> HttpAnswer.json(200, info))) {
            ClusterOrders orders = orders(node, () -> {});
            var join = new ClusterOrder.Join(List.of(leader.address()));
            var first = new CompletableFuture<HttpAnswer>();
            orders.carryOut(join, first::complete);
            asked.join();
            var second = new CompletableFuture<HttpAnswer>();
            orders.carryOut(join, second::complete);
            assertEquals("503 another order to join is being carried out\n", said(second.join()));
            goesOn.complete(new Reply.Refused("writes are under way"));
            assertEquals("503 writes are under way\n", said(first.join()));
        }
        assertNull(new JoinFile(folder).read());
    }

    @Test
    void whoeverHasEndedLeavesTheFileToTheNodeThatFollows() throws Exception {
        String info = "{\"node\": \"" + new NodeId(2) + "\"}";
        try (var leader = ScriptedServer.answering(_ -> HttpAnswer.json(200, info))) {
            ClusterOrders orders = orders(answering(_ -> new Reply.Done(0)), () -> {});
            orders.stop();
            var answer = new CompletableFuture<HttpAnswer>();
            var join = new ClusterOrder.Join(List.of(leader.address()));
            orders.carryOut(join, answer::complete);
            assertEquals("503 this node ends\n", said(answer.join()));
        }
        assertNull(new JoinFile(folder).read());
    }

    @Test
    void whereTheLeaderCannotBeReachedNothingCanHaveHappened() throws Exception {
        HttpAnswer answer = carryOut(new ClusterOrder.Leave(), new Reply.NotLeader(NOBODY));
        assertEquals("503 nobody was asked: cannot connect to 127.0.0.1:1\n", said(answer));
    }

    @Test
    void whereTheLeaderIsCutOffByOrderNothingIsSent() throws Exception {
        HttpAnswer answer = carryOut(new ClusterOrder.Leave(), new Reply.NotLeader(CUT_OFF));
        assertEquals(
                "503 nobody was asked: cannot connect to 127.0.0.1:2: cut off by order\n",
                said(answer));
    }

    /** One that restarts breaks its connections; who it is can be asked again. */
    @Test
    void whoIsToBeAddedAndBreaksOffIsToBeAskedAgain() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> breakOff(listener));
            String where = "127.0.0.1:" + listener.getLocalPort();
            for (NodeId id : Arrays.asList(new NodeId(2), null)) {
                HttpAnswer answer = add(where, id);
                assertEquals(503, answer.status(), said(answer));
                String text = answer.body().utf8();
                assertTrue(text.startsWith("nothing has changed, try again: " + where), text);
            }
        }
    }

    private static void breakOff(ServerSocket listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void whoIsToBeAddedAndIsOverwhelmedIsToBeAskedAgain() throws Exception {
        try (var busy = ScriptedServer.answering(_ -> HttpAnswer.unavailable("busy"))) {
            assertEquals(
                    "503 nothing has changed, try again: "
                            + busy.address()
                            + " does not answer like a node, but 503\n",
                    said(add(busy.address(), new NodeId(2))));
        }
    }

    @Test
    void whatAnswersAndIsNoNodeIsNotAdded() throws Exception {
        for (String body : List.of("{}", "<html>", "{\"node\": \"me\"}")) {
            try (var page = ScriptedServer.answering(_ -> HttpAnswer.json(200, body))) {
                HttpAnswer answer = add(page.address(), new NodeId(2));
                assertEquals(409, answer.status(), said(answer));
                String text = answer.body().utf8();
                assertTrue(text.startsWith(page.address() + " does not answer like a"), text);
            }
        }
        try (var page = ScriptedServer.answering(_ -> HttpAnswer.text(404, "not found\n"))) {
            assertEquals(
                    "409 " + page.address() + " does not answer like a node, but 404\n",
                    said(add(page.address(), new NodeId(2))));
        }
    }

    /** A node may ask to be taken in before others can reach it. */
    @Test
    void whoNamesItselfAndIsNotThereYetIsBelieved() throws Exception {
        assertEquals("200 ", said(add(NOBODY, new NodeId(2))));
        assertEquals("200 ", said(add(CUT_OFF, new NodeId(2))));
        assertEquals(
                "503 nothing has changed, try again: cannot connect to 127.0.0.1:1\n",
                said(add(NOBODY, null)));
    }

    private HttpAnswer add(String address, @Nullable NodeId id) throws Exception {
        var comer = new ClusterOrder.Comer(id, address);
        return carryOut(
                new ClusterOrder.Change(List.of(comer), List.of(), List.of()), new Reply.Done(1));
    }

    @Test
    void whoHasLeftHasLeftUnlessItsDiskIsOlderThanThat() throws Exception {
        var leave = new ClusterOrder.Leave();
        Function<Request, Reply> left =
                request ->
                        request instanceof Request.Inspect
                                ? new Reply.Inspected(GreetingTest.node(Standing.LEFT, List.of()))
                                : new Reply.NotLeader(null);
        assertEquals("200 ", said(carryOut(leave, left)));
        new JoinFile(folder).write(new JoinFile.Wish(false, List.of(NOBODY), null));
        assertEquals("503 no leader is known\n", said(carryOut(leave, left)));
    }

    @Test
    void whoeverLeavesWhileItIsJoiningAsksNoMore() throws Exception {
        var itself = new ClusterOrder.Comer(new NodeId(1), CUT_OFF);
        assertGivesUp(true, new ClusterOrder.Leave(), new Reply.Done(1));
        for (String name : List.of(SELF, new NodeId(1).toString())) {
            assertGivesUp(true, removal(List.of(), name), new Reply.Done(1));
        }
        assertGivesUp(false, new ClusterOrder.Leave(), new Reply.Refused("not now"));
        assertGivesUp(false, removal(List.of(), NOBODY), new Reply.Done(1));
        assertGivesUp(false, removal(List.of(itself), SELF), new Reply.Done(1));
    }

    private static ClusterOrder removal(List<ClusterOrder.Comer> voters, String removed) {
        return new ClusterOrder.Change(voters, List.of(), List.of(removed));
    }

    private void assertGivesUp(boolean expected, ClusterOrder order, Reply reply) throws Exception {
        var wish = new JoinFile.Wish(false, List.of(NOBODY), null);
        var file = new JoinFile(folder);
        file.write(wish);
        var learner = new Reply.Inspected(GreetingTest.node(Standing.LEARNER, List.of()));
        ClusterOrders orders =
                orders(
                        answering(
                                request ->
                                        switch (request) {
                                            case Request.Inspect _ -> learner;
                                            case Request.ChangeMembers _ -> reply;
                                            default -> new Reply.Refused("not yet");
                                        }),
                        () -> {},
                        file);
        Joining joining = orders.join(wish);
        var answer = new CompletableFuture<HttpAnswer>();
        orders.carryOut(order, answer::complete);
        answer.get(60, TimeUnit.SECONDS);
        assertEquals(expected, joining.first().isCancelled());
        assertEquals(expected ? null : wish, file.read());
        orders.stop();
    }

    /** By its address or, where that has several names, by its identity. */
    @Test
    void aNodeCannotJoinItself() throws Exception {
        HttpAnswer answer = carryOut(new ClusterOrder.Join(List.of(SELF)), new Reply.Done(1));
        String text = "400 b:1 is this node itself: name a member of another cluster\n";
        assertEquals(text, said(answer));
        HttpAnswer alias = join(1, new Reply.Done(1));
        assertEquals(400, alias.status());
        assertTrue(Files.notExists(folder.resolve("joining")));
    }

    @Test
    void whereNobodyIsThereNothingIsGivenUp() throws Exception {
        HttpAnswer answer = carryOut(new ClusterOrder.Join(List.of(NOBODY)), new Reply.Done(1));
        assertEquals("503 nothing has changed: cannot connect to 127.0.0.1:1\n", said(answer));
        assertTrue(Files.notExists(folder.resolve("joining")));
    }

    @Test
    void whoCanNeverJoinSaysThatAndNotThatNobodyIsThere() throws Exception {
        var join = new ClusterOrder.Join(List.of(NOBODY));
        HttpAnswer keys = carryOut(join, new Reply.Rejected("this node holds keys"));
        assertEquals("409 this node holds keys\n", said(keys));
    }

    /** Else both wait for ever, such as two that are told to join each other. */
    @Test
    void whoeverIsInNoClusterItselfCannotBeJoined() throws Exception {
        for (String standing : List.of("waiting", "shut-out")) {
            HttpAnswer answer = joinOf(infoOf("null", standing), new Reply.Done(0));
            assertEquals(409, answer.status(), said(answer));
            String text = answer.body().utf8();
            assertTrue(text.startsWith("nothing has changed: there is no cluster to join"), text);
            assertNull(new JoinFile(folder).read());
        }
    }

    /** It may have none in a moment, and it may be this node's that it wants to be in. */
    @Test
    void whoeverIsOnItsWayIntoAnotherClusterIsToBeAskedAgain() throws Exception {
        String info = infoOf("\"2a\"", "voter").replace("}", ", \"on-its-way\": true}");
        HttpAnswer answer = joinOf(info, new Reply.Done(0));
        String text = "503 nothing has changed: told to join another cluster itself is ";
        assertTrue(said(answer).startsWith(text), said(answer));
        assertNull(new JoinFile(folder).read());
    }

    /** Whoever founds one, or reads of one on its disk, may have more to say later. */
    @Test
    void whoeverMayHaveAClusterCanBeJoined() throws Exception {
        var asked = new Reply.Refused("asked");
        assertEquals("503 asked\n", said(joinOf(infoOf("null", "founding"), asked)));
        assertEquals("503 asked\n", said(joinOf(infoOf("\"2a\"", "waiting"), asked)));
        assertEquals("503 asked\n", said(joinOf(infoOf("\"2a\"", "voter"), asked)));
        assertEquals("503 asked\n", said(joinOf("<html>", asked)));
    }

    @Test
    void oneOfSeveralWithAClusterIsEnough() throws Exception {
        String waits = infoOf("null", "waiting");
        String votes = infoOf("\"2a\"", "voter");
        try (var first = ScriptedServer.answering(_ -> HttpAnswer.json(200, waits));
                var second = ScriptedServer.answering(_ -> HttpAnswer.json(200, votes));
                var third = ScriptedServer.answering(_ -> HttpAnswer.text(404, "what?\n"))) {
            var both = new ClusterOrder.Join(List.of(first.address(), second.address()));
            assertEquals(
                    "503 asked\n", said(carryOutIfNoObjection(both, new Reply.Refused("asked"))));
            var neither = new ClusterOrder.Join(List.of(first.address(), third.address()));
            assertEquals(409, carryOutIfNoObjection(neither, new Reply.Refused("asked")).status());
        }
    }

    private static String infoOf(String cluster, String standing) {
        return "{\"node\": \"%s\", \"cluster\": %s, \"standing\": \"%s\"}"
                .formatted(new NodeId(2), cluster, standing);
    }

    /** The order to join a node of that number, which answers; this one sees no objection. */
    private HttpAnswer join(long number, Reply reply) throws Exception {
        return joinOf("{\"node\": \"" + new NodeId(number) + "\"}", reply);
    }

    private HttpAnswer joinOf(String info, Reply reply) throws Exception {
        try (var leader = ScriptedServer.answering(_ -> HttpAnswer.json(200, info))) {
            return carryOutIfNoObjection(new ClusterOrder.Join(List.of(leader.address())), reply);
        }
    }

    private HttpAnswer carryOutIfNoObjection(ClusterOrder order, Reply reply) throws Exception {
        return carryOut(
                order,
                asked -> asked.equals(new Request.Renounce(true)) ? new Reply.Done(0) : reply);
    }

    /** Until then what was set aside may be the only copy of something. */
    @Test
    @Timeout(60)
    void whoeverWasRestartedOnItsWayIsDoneOnlyOnceItIsWhole() throws Exception {
        Membership joins =
                new Membership(5, voters(2), List.of(), voters(1), List.of(), List.of(), true, 1);
        Membership joined = Membership.of(5, voters(2, 1), true, 1);
        var states = new ArrayDeque<>(List.of(joins, joined));
        var done = new CompletableFuture<Integer>();
        ApiHandler.Node node =
                answering(
                        _ -> {
                            Membership now = Objects.requireNonNull(states.poll());
                            var self = new Member(new NodeId(1), SELF);
                            var known = List.of(new Reply.KnownMember(self, 1, true));
                            return new Reply.Members(now, 1, true, known, null);
                        });
        orders(node, () -> done.complete(states.size())).finishJoining();
        assertEquals(0, done.get());
    }

    /** Whoever is abandoned would else delete what the node that follows has set aside. */
    @Test
    @Timeout(60)
    void whoeverIsStoppedOnItsWayDeletesNothingAnyMore() throws Exception {
        var done = new AtomicBoolean();
        stopWhileAsking(() -> done.set(true), ClusterOrders::finishJoining);
        assertFalse(done.get());
    }

    /** What is in the file by then may be the wish of the node that follows. */
    @Test
    @Timeout(60)
    void whoeverIsStoppedWhileItWaitsLeavesTheWish() throws Exception {
        var wish = new JoinFile.Wish(false, List.of(NOBODY), null);
        new JoinFile(folder).write(wish);
        stopWhileAsking(() -> {}, orders -> orders.join(wish));
        assertEquals(wish, new JoinFile(folder).read());
    }

    /** Stops it while it asks how far the node is, which is answered afterwards: all is done. */
    private void stopWhileAsking(Runnable joined, Consumer<ClusterOrders> begin) throws Exception {
        var asking = new CompletableFuture<Thread>();
        var stopped = new CompletableFuture<Boolean>();
        var self = new Reply.KnownMember(new Member(new NodeId(1), SELF), 1, true);
        var whole =
                new Reply.Members(
                        Membership.of(5, voters(2, 1), true, 1), 1, true, List.of(self), null);
        ApiHandler.Node node =
                answering(
                        _ -> {
                            asking.complete(Thread.currentThread());
                            stopped.join();
                            return whole;
                        });
        ClusterOrders orders = orders(node, joined);
        begin.accept(orders);
        Thread thread = asking.get();
        orders.stop();
        stopped.complete(true);
        thread.join();
    }

    @Test
    void onceAllIsStoppedNobodyBeginsToJoin() {
        ClusterOrders orders = orders(answering(_ -> new Reply.Unknown("ends")), () -> {});
        orders.stop();
        Joining late = orders.join(new JoinFile.Wish(false, List.of(NOBODY), null));
        assertTrue(late.first().isCancelled());
    }

    private static String said(HttpAnswer answer) {
        return answer.status() + " " + answer.body().utf8();
    }

    private static List<Member> voters(int... ids) {
        return IntStream.of(ids).mapToObj(id -> new Member(new NodeId(id), "b:" + id)).toList();
    }

    private HttpAnswer carryOut(ClusterOrder order, Reply reply) throws Exception {
        return carryOut(order, _ -> reply);
    }

    private HttpAnswer carryOut(ClusterOrder order, Function<Request, Reply> replies)
            throws Exception {
        var answer = new CompletableFuture<HttpAnswer>();
        orders(answering(replies), () -> {}).carryOut(order, answer::complete);
        return answer.get(60, TimeUnit.SECONDS);
    }

    private static ApiHandler.Node answering(Function<Request, Reply> replies) {
        return new ApiHandler.Node() {
            @Override
            public void submit(Request request, Consumer<Reply> asker) {
                asker.accept(replies.apply(request));
            }

            @Override
            public Reply.@Nullable NotLeader elsewhere() {
                return null;
            }
        };
    }

    private ClusterOrders orders(ApiHandler.Node node, Runnable joined) {
        return orders(node, joined, new JoinFile(folder));
    }

    private ClusterOrders orders(ApiHandler.Node node, Runnable joined, JoinFile file) {
        var options = ServerConfig.of(new Flags(), new TreeMap<>()).api();
        return new ClusterOrders(
                node,
                new KvApi(options, new NoControls()),
                new Member(new NodeId(1), SELF),
                file,
                new OtherNodes(address -> !address.equals(CUT_OFF)),
                joined);
    }
}
