package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Message;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.wire.MessageCodec;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A step of the protocol, at which a process can be made to end. */
public enum Moment {
    /** It asks for votes: they are on disk, the question has not left. */
    CAMPAIGN,
    /** Its vote is on disk, and the reply has not left. */
    VOTE,
    /** Entries are handed to the log. */
    APPEND,
    /** A configuration is handed to the log. */
    CONFIGURE,
    /** Entries of its log are to be replaced. */
    TRUNCATE,
    /** Some of its messages have left, the others have not. */
    SENDING,
    /** What was committed is applied, and nobody was told. */
    ANSWERING,
    /** A batch is in the log, and not synced. */
    APPENDED,
    /** It is synced, and nobody was told. */
    SYNCED,
    /** A snapshot is to be written. */
    SNAPSHOT,
    /** A snapshot is on disk, and nobody was told. */
    SAVED,
    /** A piece of the leader's snapshot is stored, and nobody was told. */
    RECEIVED,
    /** The leader's snapshot is on disk, and the log does not say so. */
    INSTALL;

    /** The moments to which a step comes before any of its effects is carried out. */
    static Set<Moment> of(Effects effects) {
        var moments = EnumSet.noneOf(Moment.class);
        for (Effects.Transmission sent : effects.sends()) {
            for (MessageCodec.Routed routed : MessageCodec.read(sent.frame())) {
                if (routed.message() instanceof Message.VoteRequest request && !request.pre()) {
                    moments.add(CAMPAIGN);
                } else if (routed.message() instanceof Message.VoteReply reply
                        && !reply.pre()
                        && reply.granted()) {
                    moments.add(VOTE);
                }
            }
        }
        for (SnapshotTask task : effects.tasks()) {
            if (task instanceof SnapshotTask.Save) {
                moments.add(SNAPSHOT);
            }
        }
        return moments;
    }

    /**
     * The moments to which the log comes with a batch before it is appended.
     *
     * @param lastIndex where the log of each shard ends
     */
    static Set<Moment> of(WriteBatch batch, Map<Integer, Long> lastIndex) {
        var moments = EnumSet.noneOf(Moment.class);
        for (WriteBatch.ShardWrite each : batch.shards()) {
            LogWrite write = each.write();
            if (write.firstIndex() != 0) {
                boolean cuts = write.firstIndex() <= lastIndex.getOrDefault(each.shard(), 0L);
                moments.add(cuts ? TRUNCATE : APPEND);
            }
            if (write.entries().stream().anyMatch(e -> e.kind() == Entry.Kind.MEMBERSHIP)) {
                moments.add(CONFIGURE);
            }
        }
        return moments;
    }
}
