package io.clew.engine.kv;

import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;

import org.jspecify.annotations.Nullable;

/**
 * What the state of a group says about the cluster's shards.
 *
 * @param placement which nodes carry which shard; only shard 0's group decides that
 * @param lastClear the number of the last order to clear all shards that was obeyed, 0 for none
 * @param hash the same for the same content; kept, since it is asked for after every entry
 */
public record Sharding(@Nullable Placement placement, long lastClear, long hash) {
    /** Of a group that has never heard of more than one shard. */
    public static final Sharding NONE = new Sharding(null, 0);

    public Sharding(@Nullable Placement placement, long lastClear) {
        this(
                placement,
                lastClear,
                (placement == null ? 0 : placement.hash()) + ItemHash.mix(lastClear));
    }

    boolean mayClear(long number) {
        return number > lastClear;
    }

    Sharding cleared(long number) {
        return new Sharding(placement, number);
    }

    Sharding placed(PlacementChange change) {
        return new Sharding(Placement.apply(placement, change), lastClear);
    }
}
