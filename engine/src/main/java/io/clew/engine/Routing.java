package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Membership;

import java.util.function.Consumer;

/**
 * Brings each request to the replica of the shard that its key belongs to, or says where that is.
 * Only the shard's own group decides whether it is served.
 */
final class Routing {
    private final Surroundings around;
    private final Replicas replicas;

    Routing(Surroundings around, Replicas replicas) {
        this.around = around;
        this.replicas = replicas;
    }

    /** A clear begins in shard 0. */
    void writeTo(Command.Write command, long token, Consumer<Replica> then) {
        switch (command) {
            case Command.Put(Bytes key, Bytes _) -> to(key, token, then);
            case Command.Delete(Bytes key) -> to(key, token, then);
            case Command.Clear() -> {
                if (placed(token)) {
                    then.accept(replicas.get(0));
                }
            }
        }
    }

    void to(Bytes key, long token, Consumer<Replica> then) {
        if (!placed(token)) {
            return;
        }
        int shard = Slots.shardOf(key, shards());
        Replica replica = replicas.find(shard);
        if (replica != null) {
            replicas.touch(shard);
            then.accept(replica);
        } else {
            answer(token, new Reply.NotLeader(around.directory().hint(shard, 0)));
        }
    }

    private int shards() {
        Membership cluster = replicas.get(0).raft().membership();
        return cluster.clusterId() == 0 ? 1 : cluster.shards();
    }

    /** Before that nobody knows where a key belongs; nothing was ever written. */
    private boolean placed(long token) {
        boolean placed = shards() == 1 || replicas.get(0).state().placement() != null;
        if (!placed) {
            answer(token, new Reply.Refused("the shards have no place yet"));
        }
        return placed;
    }

    private void answer(long token, Reply reply) {
        around.answers().add(new Effects.Answer(token, reply));
    }
}
