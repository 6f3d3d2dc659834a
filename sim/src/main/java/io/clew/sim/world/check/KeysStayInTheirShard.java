package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

/** Each key is written in the log of one group only, the one that its slot belongs to. */
final class KeysStayInTheirShard extends Check {
    private final CommittedLog committed;
    private final int shard;
    private final int shards;
    private long read;

    KeysStayInTheirShard(CommittedLog committed, int shard, int shards) {
        super("a key belongs to one shard");
        this.committed = committed;
        this.shard = shard;
        this.shards = shards;
    }

    @Override
    void after(Step step) {
        readLog();
    }

    /** Looks at what has been committed since. */
    void readLog() {
        while (read < committed.lastIndex()) {
            switch (committed.effect(++read)) {
                case null -> {}
                case Command.Put(Bytes key, Bytes _) -> belongs(key);
                case Command.Delete(Bytes key) -> belongs(key);
                case Command.Clear() -> {}
            }
        }
    }

    private void belongs(Bytes key) {
        int its = Slots.shardOf(key, shards);
        require(its == shard, () -> key.utf8() + " is at " + read + ", and is shard " + its + "'s");
    }
}
