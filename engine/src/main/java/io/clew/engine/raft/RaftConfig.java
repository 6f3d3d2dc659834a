package io.clew.engine.raft;

/**
 * Timings and limits of one group.
 *
 * @param electionMinNanos shortest election timeout; a leader without a majority for so long steps
 *     down
 * @param electionMaxNanos longest election timeout
 * @param heartbeatNanos time between heartbeats
 * @param appendBytesMax bytes of entries in one append; a larger entry travels alone
 * @param windowMessages appends to one follower that may be unanswered
 * @param windowBytes their bytes
 * @param uncommittedBytesMax bytes that a leader appends before the first of them is committed
 * @param bootstrapMajority a new cluster may accept writes before all of its members were met
 * @param shards of a new cluster
 */
public record RaftConfig(
        long electionMinNanos,
        long electionMaxNanos,
        long heartbeatNanos,
        int appendBytesMax,
        int windowMessages,
        int windowBytes,
        long uncommittedBytesMax,
        boolean bootstrapMajority,
        int shards) {

    /**
     * A message of more bytes goes by the bulk connection; the peer protocol's frames are larger.
     */
    static final int BULK_BYTES = 192 << 10;
}
