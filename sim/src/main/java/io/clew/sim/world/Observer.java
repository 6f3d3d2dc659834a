package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.storage.Recovered;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

/** Is told what happens in the world, at the moment it happens. */
public interface Observer {
    /** A disk has been read back; no process has started on it yet. */
    default void recovered(SimNode node, Recovered recovered) {}

    /** A process has recovered its disk and starts. */
    default void booted(SimNode node, Recovered recovered) {}

    default void crashed(SimNode node) {}

    /** The disk of a machine is gone, and with it all that its node ever vouched for. */
    default void diskLost(SimNode node) {}

    /** Something went another way at a node, because of a strike. */
    default void touched(Episode by, SimNode node) {}

    /** A process has handled events; none of the effects has been carried out yet. */
    default void stepped(SimNode node, Effects effects) {}

    /** Batches have been appended to the log, and are not synced yet. */
    default void appended(SimNode node) {}

    /** The write batches up to a sequence have been synced. */
    default void synced(SimNode node, long sequence) {}

    /** A process has been given a client's request. */
    default void asked(SimNode node, long token, Request request) {}

    /** Work on snapshot files is done, and the node is about to learn what came of it. */
    default void worked(SimNode node, SnapshotTask task, Event done) {}

    /** A process stands still until a moment of virtual time, unless it is woken before. */
    default void paused(SimNode node, long until) {}

    default void resumed(SimNode node) {}

    /**
     * A frame leaves for a peer.
     *
     * @param number by which {@link #arrived} and {@link #lost} name it
     */
    default void sent(long number, SimNode from, SimNode to, Bytes frame) {}

    default void arrived(long number) {}

    default void lost(long number) {}

    /** A client begins an operation. */
    default void invoked(int client, Call call) {}

    /** The operation that a client has begun is a write with a key. */
    default void keyed(int client, WriteKey key) {}

    /**
     * It ends.
     *
     * @param reply what the last node said, null if the client waited in vain
     */
    default void completed(int client, Outcome outcome, @Nullable Reply reply) {}

    /**
     * A client begins to read what some node has.
     *
     * @param session whether it must not see less than the client has seen before
     */
    default void readsLocally(int client, String key, boolean session) {}

    /**
     * It ends.
     *
     * @param reply null if the client gave up
     */
    default void readLocally(int client, @Nullable Reply reply) {}
}
