package io.clew.sim.scale;

import io.clew.engine.Effects;
import io.clew.engine.EngineConfig;
import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.wire.MessageCodec;
import io.clew.engine.wire.NodeMessageCodec;

import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;

/** The real engine on a machine that takes time for what it does. */
final class ModelNode {
    private static final int BATCH_MAX = 1024;

    private final ModelCluster cluster;
    private final Costs costs;
    private final Timetable time;
    private final Node node;
    private final ModelDisk disk;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private boolean busy;
    private long wakesAt = Long.MAX_VALUE;
    private long workedNanos;

    ModelNode(ModelCluster cluster, EngineConfig config, NodeId id, List<String> all, long seed) {
        this.cluster = cluster;
        this.costs = cluster.costs();
        this.time = cluster.time();
        disk = new ModelDisk(costs, time, sequence -> give(new Event.Written(sequence)));
        var nothing = new Recovered(id, true, List.of());
        var random = new SplittableRandom(seed);
        node = new Node(config, cluster.address(id), all, nothing, random, time.now());
    }

    Node node() {
        return node;
    }

    /** Processor time so far. */
    long workedNanos() {
        return workedNanos;
    }

    void give(Event event) {
        inbox.add(event);
        wake();
    }

    /** Begins a turn unless one is under way: then what has come waits for the next. */
    void wake() {
        if (busy) {
            return;
        }
        boolean due = node.deadline() <= time.now();
        if (inbox.isEmpty() && !due) {
            sleep();
            return;
        }
        busy = true;
        long takes = costs.turn();
        for (int i = 0; i < BATCH_MAX && !inbox.isEmpty(); i++) {
            Event event = inbox.remove();
            takes += cost(event);
            node.handle(time.now(), event);
        }
        if (due) {
            node.handle(time.now(), new Event.Ticked());
        }
        Effects effects = node.flush(time.now());
        takes += cost(effects);
        workedNanos += takes;
        time.at(time.now() + takes, () -> finish(effects));
    }

    private void sleep() {
        long wake = node.deadline();
        if (wake < wakesAt) {
            wakesAt = wake;
            time.at(wake, () -> awake(wake));
        }
    }

    private void awake(long planned) {
        if (wakesAt == planned) {
            wakesAt = Long.MAX_VALUE;
        }
        wake();
    }

    private void finish(Effects effects) {
        busy = false;
        effects.sends().forEach(send -> cluster.send(node.id(), send));
        if (effects.write() != null) {
            disk.write(effects.write());
        }
        effects.tasks().forEach(this::run);
        effects.answers().forEach(answer -> cluster.answer(answer.token(), answer.reply()));
        wake();
    }

    private void run(SnapshotTask task) {
        switch (task) {
            case SnapshotTask.Scrub(int shard, long _) -> give(new Event.Scrubbed(shard, null));
            case SnapshotTask.Drop(int shard) -> give(new Event.Dropped(shard));
            case SnapshotTask.Save _, SnapshotTask.Load _, SnapshotTask.Receive _ ->
                    throw new IllegalStateException("the model is too short for snapshots");
        }
    }

    private long cost(Event event) {
        return switch (event) {
            case Event.Requested _ -> costs.request();
            case Event.Received received -> {
                var frame = received.frame();
                int messages = NodeMessageCodec.marks(frame) ? 1 : MessageCodec.read(frame).size();
                yield costs.frame()
                        + costs.beat() * messages
                        + costs.kilobyte() * frame.size() / 1024;
            }
            case Event.Ticked _,
                    Event.Written _,
                    Event.PeerMet _,
                    Event.SnapshotSaved _,
                    Event.ChunkLoaded _,
                    Event.Scrubbed _,
                    Event.ChunkReceived _,
                    Event.Dropped _ ->
                    0;
        };
    }

    private long cost(Effects effects) {
        long sum = 0;
        for (Effects.Transmission send : effects.sends()) {
            sum += costs.frame() + costs.kilobyte() * send.frame().size() / 1024;
        }
        WriteBatch write = effects.write();
        if (write != null) {
            for (WriteBatch.ShardWrite each : write.shards()) {
                sum += costs.entry() * each.write().entries().size();
            }
        }
        return sum;
    }
}
