package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.SnapshotTask;
import io.clew.engine.storage.Recovered;

/** Is told what happens in the world, at the moment it happens. */
public interface Observer {
    /** A process has recovered its disk and starts. */
    default void booted(SimNode node, Recovered recovered) {}

    default void crashed(SimNode node) {}

    /** The disk of a machine is gone, and with it all that its node ever vouched for. */
    default void diskLost(SimNode node) {}

    /** A process has handled events; none of the effects has been carried out yet. */
    default void stepped(SimNode node, Effects effects) {}

    /** The write batches up to a sequence have been synced. */
    default void synced(SimNode node, long sequence) {}

    /** A process has been given a client's request. */
    default void asked(SimNode node, long token) {}

    /** Work on snapshot files is done. */
    default void worked(SimNode node, SnapshotTask task) {}
}
