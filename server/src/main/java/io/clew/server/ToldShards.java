package io.clew.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says so, once for each, when a node comes to be in a cluster with another number of shards than
 * it was told. A folder that is in one already is judged at the start, by {@link StoredCluster}.
 */
final class ToldShards {
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    private final @Nullable Integer told;

    /** With which number it was last. */
    private int compared;

    ToldShards(@Nullable Integer told) {
        this.told = told;
    }

    void compare(int shards) {
        if (shards != compared && told != null && told != shards) {
            LOG.warn(
                    "the cluster was created with --shards {}: --shards {} is ignored, and will be"
                            + " refused at the next start",
                    shards,
                    told);
        }
        compared = shards;
    }
}
