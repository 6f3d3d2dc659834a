package io.clew.sim.exhaust;

import io.clew.engine.Effects;
import io.clew.engine.raft.Message;
import io.clew.engine.wire.MessageCodec;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;

import java.util.TreeSet;

/**
 * What nodes have vouched for and must not take back: a node that has forgotten its promise is in
 * another position than one that never made it.
 */
final class Promises implements Observer {
    private final TreeSet<Long> made = new TreeSet<>();

    long hash() {
        return made.hashCode();
    }

    @Override
    public void stepped(SimNode node, Effects effects) {
        for (Effects.Transmission sent : effects.sends()) {
            for (MessageCodec.Routed routed : MessageCodec.read(sent.frame())) {
                Message message = routed.message();
                if (vouches(message)) {
                    long who = node.number() * 31L + sent.to().hashCode() + routed.shard();
                    made.add(who << 32 ^ message.hashCode());
                }
            }
        }
    }

    private static boolean vouches(Message message) {
        return switch (message) {
            case Message.VoteRequest request -> !request.pre();
            case Message.VoteReply reply -> reply.granted() && !reply.pre();
            case Message.Appended _ -> true;
            case Message.Append _,
                    Message.AppendRejected _,
                    Message.Heartbeat _,
                    Message.HeartbeatReply _,
                    Message.SnapshotChunk _,
                    Message.SnapshotProgress _,
                    Message.StateCheck _,
                    Message.StateHashed _,
                    Message.ReadIndex _,
                    Message.ReadIndexReply _,
                    Message.TimeoutNow _,
                    Message.Stale _ ->
                    false;
        };
    }
}
