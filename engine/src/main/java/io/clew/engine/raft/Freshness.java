package io.clew.engine.raft;

/**
 * What a heartbeat says about how new the leader's state is.
 *
 * <p>The follower knows when it answered the echoed round, and the heartbeat left after that. So by
 * the follower's own clock, whatever was acknowledged up to {@code ageNanos} before that answer is
 * in the first {@code index} entries, however long the heartbeat was on its way.
 *
 * @param echo the last round that this follower has answered, 0 if none
 * @param ageNanos how long ago, when this was sent, the newest round left that a majority has
 *     confirmed; negative if there is none
 * @param index what was committed when that round left
 */
public record Freshness(long echo, long ageNanos, long index) {
    /** Nothing is known. */
    public static final Freshness NONE = new Freshness(0, -1, 0);

    boolean known() {
        return echo > 0 && ageNanos >= 0;
    }
}
