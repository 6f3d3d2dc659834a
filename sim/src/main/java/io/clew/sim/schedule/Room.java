package io.clew.sim.schedule;

import io.clew.engine.EngineConfig;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.AppliedKeys;
import io.clew.sim.world.Dice;

/**
 * Draws how much the states of a node may hold: mostly as in production, where no run ever comes
 * to, else so little that values are refused until something is deleted.
 */
record Room(Dice dice, Workload load, int shards, int keyedPercent) {
    private static final double TIGHT_SHARE = 0.25;

    /** What a key costs beside its value, about. */
    private static final long KEY_BYTES = 100;

    /** As long as the names get that clients make up for their writes. */
    private static final int NAME_BYTES = 12;

    /**
     * Beyond what is remembered of writes with keys, which nothing can delete, there is always room
     * for one value.
     */
    long bytes(KeyLimits keys) {
        if (!dice.chance(TIGHT_SHARE)) {
            return EngineConfig.production().stateBytesMax();
        }
        long one = KEY_BYTES + load.valueBytesMax();
        return remembered(keys) + dice.magnitude(one / 4, Math.max(one, load.keys() * one / 2));
    }

    /** Whoever is refused deletes something instead, which makes two writes of one call. */
    private long remembered(KeyLimits keys) {
        if (keyedPercent == 0) {
            return 0;
        }
        long each = AppliedKeys.costBytes(Bytes.of(new byte[NAME_BYTES]));
        long perShard = Math.min(keys.bytesMax(), keys.countMax() * each);
        return Math.min(shards * perShard, 2L * load.operations() * each);
    }
}
