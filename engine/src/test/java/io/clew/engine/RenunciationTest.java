package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Who may forget its cluster to join another. */
class RenunciationTest {
    private final TestCluster cluster = TestCluster.started(1, 1);

    @Test
    void aNodeAloneForgetsItsClusterToJoinAnother() {
        Server loner = cluster.elect();
        done(cluster.put(loner, "a", "1"));
        assertInstanceOf(Reply.Rejected.class, ask(loner, new Request.Renounce(false)));
        done(ask(loner, new Request.Write(new Command.Delete(Bytes.utf8("a")))));
        done(ask(loner, new Request.Renounce(false)));
        assertEquals(0, loner.running().clusterId());
        loner.joins = true;
        loner.crash();
        loner.start();
        cluster.run(5_000);
        assertEquals(0, loner.running().status().term(), "it waits, also after a restart");
        assertEquals(List.of(), loner.stored(0).log);
    }

    @Test
    void aTrialChangesNothing() {
        Server loner = cluster.elect();
        long id = loner.running().clusterId();
        done(ask(loner, new Request.Renounce(true)));
        assertEquals(id, loner.running().clusterId());
        done(cluster.put(loner, "a", "1"));
        assertInstanceOf(Reply.Rejected.class, ask(loner, new Request.Renounce(true)));
    }

    @Test
    void whoWasMovedAloneHadNoPeersForThat() {
        Server moved = cluster.restartedAt("n9:1");
        done(ask(moved, new Request.Renounce(false)));
    }

    @Test
    void aNodeThatHadPeersKeepsItsCluster() {
        Server leader = cluster.elect();
        Server second = cluster.join(2);
        var member = new Member(second.id, second.address);
        done(cluster.change(leader, new Change(List.of(member), List.of(), List.of())));
        cluster.run(1000);
        done(cluster.change(leader, new Change(List.of(), List.of(), List.of(second.id))));
        cluster.run(1000);
        var members = leader.running().replica(0).raft().membership().voters();
        assertEquals(List.of(new Member(leader.id, leader.address)), members);
        assertInstanceOf(Reply.Rejected.class, ask(leader, new Request.Renounce(false)));
    }

    private @Nullable Reply ask(Server server, Request request) {
        long token = cluster.ask(server, request);
        cluster.settle();
        return cluster.replies.get(token);
    }

    private static void done(@Nullable Reply reply) {
        assertInstanceOf(Reply.Done.class, reply);
    }
}
