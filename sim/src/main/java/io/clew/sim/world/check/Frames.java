package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.raft.Message;
import io.clew.engine.wire.MessageCodec;

import java.util.ArrayList;
import java.util.List;

/** Reads what a node sends. */
final class Frames {
    private Frames() {}

    static List<Message> messages(Effects.Transmission sent) {
        var messages = new ArrayList<Message>(1);
        for (MessageCodec.Routed routed : MessageCodec.read(sent.frame())) {
            messages.add(routed.message());
        }
        return messages;
    }
}
