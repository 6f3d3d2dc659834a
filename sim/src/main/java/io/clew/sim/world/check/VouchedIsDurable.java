package io.clew.sim.world.check;

import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Sent;

/** Nothing that vouches for a node's state leaves it before that state is durable. */
final class VouchedIsDurable extends Check {
    VouchedIsDurable() {
        super("what a message vouches for is durable");
    }

    @Override
    void after(Step step) {
        for (Sent sent : step.sent()) {
            check(step, sent.to(), sent.message());
        }
    }

    private void check(Step step, NodeId to, Message message) {
        ShadowLog disk = step.shadow().durable();
        boolean durable =
                switch (message) {
                    case Message.VoteRequest m ->
                            m.pre() || voted(disk.hard(), m.term(), step.id());
                    case Message.VoteReply m ->
                            m.pre() || !m.granted() || voted(disk.hard(), m.term(), to);
                    // A log cut by a later leader had the entries once, which is all that counts.
                    case Message.Appended m ->
                            disk.hard().term() > m.term()
                                    || (disk.hard().term() == m.term()
                                            && disk.lastIndex() >= m.match());
                    case Message.AppendRejected m -> disk.hard().term() >= m.term();
                    case Message.HeartbeatReply m -> disk.hard().term() >= m.term();
                    case Message.SnapshotProgress m -> disk.hard().term() >= m.term();
                    case Message.StateHashed m -> disk.hard().term() >= m.term();
                    case Message.Append _,
                            Message.StateCheck _,
                            Message.Heartbeat _,
                            Message.SnapshotChunk _,
                            Message.ReadIndex _,
                            Message.ReadIndexReply _,
                            Message.TimeoutNow _,
                            Message.Stale _ ->
                            true;
                };
        require(
                durable,
                () -> step.machine() + " sends " + message + " with only " + disk + " on disk");
    }

    private static boolean voted(HardState disk, long term, NodeId candidate) {
        return disk.term() > term || (disk.term() == term && disk.vote().equals(candidate));
    }
}
