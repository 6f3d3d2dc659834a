package io.clew.sim.scale;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

import java.util.SplittableRandom;

/** Writes one key after the other, and waits for each answer; it goes where it was last sent. */
final class ModelClient {
    private static final long PAUSE_NANOS = 20_000_000;

    private final ModelCluster cluster;
    private final SplittableRandom random;
    private final Bytes value;
    private Bytes key = Bytes.EMPTY;
    private long askedAt;

    ModelClient(ModelCluster cluster, long seed, int valueBytes) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
        this.value = Bytes.utf8("v".repeat(valueBytes));
    }

    void next() {
        key = Bytes.utf8("key-%09d".formatted(random.nextInt(1_000_000)));
        askedAt = cluster.time().now();
        ask();
    }

    private void ask() {
        int shard = Slots.shardOf(key, cluster.shards());
        cluster.ask(this, shard, new Request.Write(new Command.Put(key, value)));
    }

    void answered(Reply reply) {
        int shard = Slots.shardOf(key, cluster.shards());
        if (reply instanceof Reply.Written) {
            cluster.done(cluster.time().now() - askedAt);
            next();
        } else if (reply instanceof Reply.NotLeader(String leader) && leader != null) {
            cluster.learn(shard, leader);
            ask();
        } else {
            cluster.learn(shard, cluster.anyone(random));
            cluster.time().at(cluster.time().now() + PAUSE_NANOS, this::ask);
        }
    }
}
