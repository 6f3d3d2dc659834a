package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

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

    void to(Bytes key, long token, Consumer<Replica> then) {
        if (!placed(token)) {
            return;
        }
        int shard = Slots.shardOf(key, replicas.shards());
        Replica replica = replicas.find(shard);
        if (replica != null) {
            replicas.touch(shard);
            then.accept(replica);
        } else {
            answer(token, new Reply.NotLeader(around.directory().hint(shard, 0)));
        }
    }

    /**
     * Whether shards have their places; before that nobody knows where a key belongs, and nothing
     * was ever written.
     */
    boolean placed(long token) {
        boolean placed = replicas.shards() == 1 || replicas.get(0).state().placement() != null;
        if (!placed) {
            answer(token, new Reply.Refused("the shards have no place yet"));
        }
        return placed;
    }

    private void answer(long token, Reply reply) {
        around.answers().add(new Effects.Answer(token, reply));
    }
}
