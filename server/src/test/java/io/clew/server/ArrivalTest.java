package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Consumer;

/** When a node is a member for good. */
class ArrivalTest {
    private static final Member SELF = new Member(new NodeId(1), "a:1");
    private static final Member OTHER = new Member(new NodeId(2), "b:1");
    private static final Membership BOTH = Membership.of(5, List.of(SELF, OTHER), true, 1);

    /** A leader that is cut off may have written it down alone. */
    @Test
    void whatIsNotCommittedMayYetBeTakenBack() {
        assertFalse(arrival(false, 7).taken());
        assertFalse(arrival(false, 7).complete());
        assertTrue(arrival(true, 7).taken());
        assertTrue(arrival(true, 7).complete());
    }

    @Test
    void aRestartForgetsWhatTheDiskDoesNotHave() {
        assertFalse(arrival(true, 6).taken());
    }

    private static Arrival arrival(boolean committed, long onDisk) {
        var known = List.of(new Reply.KnownMember(SELF, onDisk, true));
        var members = new Reply.Members(BOTH, 7, committed, known, null);
        var node =
                new ApiHandler.Node() {
                    @Override
                    public void submit(Request request, Consumer<Reply> asker) {
                        asker.accept(members);
                    }

                    @Override
                    public Reply.@Nullable NotLeader elsewhere() {
                        return null;
                    }
                };
        return new Arrival(new Questions(node), SELF.id());
    }
}
