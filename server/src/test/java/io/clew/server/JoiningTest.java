package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Node 3, whose data is lost, asks to come back in the place of node 2. */
@Timeout(60)
class JoiningTest {
    private static final Member SELF = new Member(new NodeId(3), "c:1");
    private static final NodeId OLD = new NodeId(2);

    /** So often it looks whether it has been taken in, and would ask in between. */
    private static final int LOOKS = 4;

    @TempDir Path folder;

    /** What the cluster was asked to do, in order. */
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    /** Its disk may be why: a supervisor that starts it again must not undo that. */
    @Test
    void whoeverWasRemovedDoesNotComeBackByItself() throws Exception {
        assertEquals(List.of("in its place"), asked(member(new NodeId(7), "a:1"), true));
    }

    @Test
    void whoeverHasItsPlaceAlreadyAsksAgain() throws Exception {
        String members = member(new NodeId(7), "a:1") + ", " + member(SELF.id(), "c:1");
        assertEquals(List.of("in its place", "beside"), asked(members, true));
    }

    /** Such as where the order to remove it is refused, since a shard would lack its majority. */
    @Test
    void whoseOldMemberIsStillThereDisplacesIt() throws Exception {
        assertEquals(List.of("in its place", "beside"), asked(member(OLD, "c:1"), true));
    }

    /** Who was to take the place before may never have been in it. */
    @Test
    void whoeverHasThePlacesAddressDisplacesWhoIsThere() throws Exception {
        assertEquals(List.of("in its place", "beside"), asked(member(new NodeId(1), "c:1"), true));
    }

    @Test
    void whatMayBeTakenBackIsNotBelieved() throws Exception {
        List<String> asked = asked(member(new NodeId(7), "a:1"), false);
        assertTrue(asked.size() > 1, "it goes on asking");
        assertTrue(asked.stream().allMatch("in its place"::equals), asked.toString());
    }

    /** One of those whom it knew may be of another cluster by now. */
    @Test
    void oneOfSeveralThatHasNoPlaceForItDoesNotDecide() throws Exception {
        List<String> asked = asked(member(new NodeId(7), "a:1"), true, "127.0.0.1:1");
        assertTrue(asked.size() > 1, "it goes on asking");
        assertTrue(asked.stream().allMatch("in its place"::equals), asked.toString());
    }

    /** What it asks until somebody else has it taken in all the same. */
    private List<String> asked(String members, boolean committed, String... others)
            throws Exception {
        var file = new JoinFile(folder);
        var done = new CompletableFuture<@Nullable Void>();
        var here = new CompletableFuture<String>();
        try (var leader =
                ScriptedServer.answering(call -> answer(call, here.join(), members, committed))) {
            here.complete(leader.address());
            var seeds = new ArrayList<>(List.of(others));
            seeds.add(leader.address());
            var wish = new JoinFile.Wish(false, seeds, "" + OLD);
            file.write(wish);
            var joining =
                    new Joining(
                            new Questions(takenInAfter(LOOKS)),
                            new OtherNodes(_ -> true),
                            file,
                            SELF,
                            wish,
                            () -> done.complete(null));
            assertNotNull(file.read());
            joining.start();
            done.get(60, TimeUnit.SECONDS);
            assertNull(file.read());
        }
        return List.copyOf(asked);
    }

    private HttpAnswer answer(HttpCall call, String here, String members, boolean committed) {
        if (call.method().equals("GET")) {
            return HttpAnswer.json(
                    200,
                    "{\"leader\": \"%s\", \"committed\": %s, \"members\": [%s]}"
                            .formatted(here, committed, members));
        }
        boolean beside = call.body().utf8().contains("\"remove\": []");
        asked.add(beside ? "beside" : "in its place");
        return beside ? HttpAnswer.text(200, "") : HttpAnswer.text(409, OLD + " is not a member\n");
    }

    private static String member(NodeId id, String address) {
        return "{\"id\": \"%s\", \"address\": \"%s\"}".formatted(id, address);
    }

    private static ApiHandler.Node takenInAfter(int looks) {
        var left = new AtomicInteger(looks);
        var joined = Membership.of(5, List.of(SELF, new Member(new NodeId(7), "a:1")), true, 1);
        var known = List.of(new Reply.KnownMember(SELF, 1, true));
        return new ApiHandler.Node() {
            @Override
            public void submit(Request request, Consumer<Reply> asker) {
                boolean there = left.decrementAndGet() < 0;
                asker.accept(
                        there
                                ? new Reply.Members(joined, 1, true, known, null)
                                : new Reply.Refused("not yet"));
            }

            @Override
            public Reply.@Nullable NotLeader elsewhere() {
                return null;
            }
        };
    }
}
