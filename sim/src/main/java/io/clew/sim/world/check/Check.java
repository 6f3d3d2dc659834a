package io.clew.sim.world.check;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.raft.Message;
import io.clew.engine.storage.Recovered;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * One invariant of one group, checked after every step of every node that has a replica of it. It
 * is told, too, what concerns the group and no step tells.
 */
abstract class Check {
    private final String name;

    protected Check(String name) {
        this.name = name;
    }

    /** The invariant in a few words; the same words name it in a report. */
    final String name() {
        return name;
    }

    void after(Step step) {}

    /** The cluster is healed, and everything that was under way has come to its end. */
    void atEnd() {}

    /**
     * A process starts with a replica, or a replica comes to a process.
     *
     * @param found what is on disk of it, null if nothing is
     */
    void booted(SimNode node, Recovered.@Nullable Shard found) {}

    /** The replica on a machine is gone for good, and all that it ever vouched for. */
    void gone(SimNode node) {}

    /** The machine gives the replica up that it has, on purpose; told before {@link #gone}. */
    void taken(SimNode node) {}

    /** See {@link io.clew.sim.world.Observer#asked}. */
    void asked(SimNode node, long token, Request request) {}

    /**
     * A message leaves for a peer.
     *
     * @param frame the number of its frame, by which {@link #arrived} and {@link #lost} name it
     */
    void sent(long frame, SimNode to, Message message) {}

    void arrived(long frame) {}

    void lost(long frame) {}

    /** See {@link io.clew.sim.world.Observer#worked}. */
    void worked(SimNode node, SnapshotTask task, Event done) {}

    /** See {@link io.clew.sim.world.Observer#invoked}. */
    void invoked(int client, Call call) {}

    /** See {@link io.clew.sim.world.Observer#keyed}. */
    void keyed(int client, WriteKey key) {}

    /** See {@link io.clew.sim.world.Observer#completed}. */
    void completed(int client, Outcome outcome, @Nullable Reply reply) {}

    /** See {@link io.clew.sim.world.Observer#readsLocally}. */
    void readsLocally(int client, String key, boolean session) {}

    /** See {@link io.clew.sim.world.Observer#readLocally}. */
    void readLocally(int client, @Nullable Reply reply) {}

    protected final void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(name, otherwise.get());
        }
    }
}
