package io.clew.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.engine.api.KeyFault;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Served;
import io.clew.engine.api.Status;
import io.clew.engine.api.WriteToken;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

/** Nobody has to read Java to understand a page. */
class DumpsTest {
    @Test
    void answersAreToldInWords() {
        var served = new Served(Status.Role.LEADER, 4, Served.UNBOUNDED);
        assertEquals(
                "no such key (from a leader, as of entry 4)", plain(new Reply.Missing(served)));
        assertEquals(
                "c0-1 of entry 3 (from a leader, as of entry 4)",
                plain(new Reply.Found(Bytes.utf8("c0-1xxxx"), 3, served)));
        assertEquals(
                "key refused: too old",
                plain(new Reply.KeyRefused(KeyFault.TOO_OLD, new WriteToken(0, 1, 2))));
        assertEquals("did not lead", plain(new Reply.Resigned(false)));
        assertEquals(
                "“done, entry 7”, late",
                Dumps.plain("Answer[token=9, reply=" + done() + "], late"));
    }

    private static Reply done() {
        return new Reply.Done(7);
    }

    @Test
    void statesOfNodesAreToldInWords() {
        String status =
                "Status[shard=0, node=node2, address=node2, clusterId=-4, role=FOLLOWER, term=12,"
                        + " leader=node5, votedFor=null, peers=[node1, node3], commit=54,"
                        + " applied=53, last=55, snapshot=0.0, keys=1, bound=true, serving=false,"
                        + " leads=0, standing=VOTER, condemned=null]";
        assertEquals(
                "node2: follower in term 12, follows node5, log up to 55, committed 54, applied 53",
                Dumps.plain("node2: " + status));
        assertEquals(
                "finds term 3, vote " + new NodeId(1) + ".",
                Dumps.plain("finds " + HardState.INITIAL.voted(3, new NodeId(1)) + "."));
    }

    @Test
    void whatHasNoWordsOfItsOwnIsTakenApart() {
        assertEquals(
                "sends vote request (term 3, last 7.2, pre true, transfer false, cluster id 5)",
                Dumps.plain(
                        "sends " + new Message.VoteRequest(3, new LogId(7, 2), true, false, 5)));
        assertEquals(
                "snapshot (last 1.2)",
                Dumps.plain("Snapshot[last=1.2, data=KvView@4ebea12c, other=null, more=[]]"));
    }

    @Test
    void constantsAreNotShouted() {
        assertEquals("leader in minority one way", Dumps.shapes("LEADER_IN_MINORITY one way"));
        assertEquals("split", Dumps.shapes("SPLIT"));
        assertEquals("lost (keeps some and garbage)", Dumps.plain("lost (KEEPS_SOME_AND_GARBAGE)"));
    }

    @Test
    void otherTextStaysAsItIs() {
        for (String text : new String[] {"", "node1 leads term 4", "Unbalanced[a=1", "[a, b]"}) {
            assertEquals(text, Dumps.plain(text));
        }
    }

    /** The names of values begin with what could be bytes. */
    @Test
    void namesOfValuesAreNotTakenForBytes() {
        var names = new Names();
        names.put(new NodeId(7), "node3");
        assertEquals("Put[key=k0, value=c0-17-92]", names.in("Put[key=k0, value=c0-17-92]"));
        assertEquals("value=c0-17", names.in("value=" + Bytes.utf8("c0-17xxx")));
        assertEquals("node3 and nobody", names.in(new NodeId(7) + " and " + NodeId.UNBOUND));
    }

    private static String plain(Reply reply) {
        return Dumps.plain(reply.toString());
    }
}
