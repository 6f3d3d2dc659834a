package io.clew.sim.world.check;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.RaftLog;

/**
 * A node's marks keep their order: what the log has dropped is in the snapshot, what is in the
 * snapshot is applied, what is applied is committed and on the own disk, and nothing is committed
 * that the log does not reach.
 */
final class InOrder extends Check {
    private final CommittedLog committed;

    InOrder(CommittedLog committed) {
        super("purged, snapshot, applied, committed and last are in order");
        this.committed = committed;
    }

    @Override
    void after(Step step) {
        RaftLog log = step.raft().log();
        LogId snapshot = step.raft().snapshotLast();
        require(
                log.base().index() <= snapshot.index()
                        && snapshot.index() <= step.applied()
                        && step.applied() <= step.commit()
                        && step.applied() <= log.durable()
                        && step.commit() <= step.last(),
                () ->
                        step
                                + " is ahead of itself, log from "
                                + log.base()
                                + ", durable up to "
                                + log.durable());
        require(
                snapshot.index() == 0
                        || (snapshot.index() <= committed.lastIndex()
                                && committed.at(snapshot.index()).term() == snapshot.term()),
                () -> step.machine() + " has a snapshot of " + snapshot + ", never committed");
    }
}
