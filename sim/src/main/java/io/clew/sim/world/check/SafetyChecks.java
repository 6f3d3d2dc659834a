package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.engine.storage.Recovered;
import io.clew.engine.wire.MessageCodec;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks every invariant after every step of every node: those of each group apart, by what
 * concerns that group.
 */
public final class SafetyChecks implements Observer {
    /** Stands for every shard. */
    private static final int ALL = -1;

    private final List<GroupChecks> groups = new ArrayList<>();
    private final WritesAreWhole writes;
    private final OnlyReplicasServe servers;
    private final RoomIsCounted room;
    private final KnownRecoveries recoveries;

    /** The shard that the open call of each client is about. */
    private final int[] calls;

    public SafetyChecks(World world) {
        var trial =
                new TrialRecovery(
                        AcknowledgedIsRecoverable.RULE,
                        world.setup().storage(),
                        world.dice().stream("recovery check"));
        recoveries = new KnownRecoveries(trial, world.nodes().size());
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            groups.add(
                    new GroupChecks(
                            world, shard, recoveries, shard == 0 ? null : groups.getFirst()));
        }
        writes =
                new WritesAreWhole(
                        groups.stream().map(GroupChecks::shadows).toList(),
                        world.setup().storage(),
                        world.dice().stream("whole writes"));
        servers = new OnlyReplicasServe(world);
        room = new RoomIsCounted(world, groups);
        calls = new int[world.clients().size()];
    }

    /** The index of the last entry of a shard that any node has called committed. */
    public long committed(int shard) {
        return groups.get(shard).committed();
    }

    /** How often the real recovery was run on a copy of a disk. */
    public long recoveries() {
        return recoveries.count();
    }

    /** To be called when nothing can be under way any more. */
    public void atEnd() {
        each(ALL, Check::atEnd);
    }

    private void each(int shard, Consumer<Check> event) {
        if (shard == ALL) {
            for (GroupChecks group : groups) {
                group.each(event);
            }
        } else {
            groups.get(shard).each(event);
        }
    }

    /** Before the node starts: what it makes of a wrong log would hide what is wrong. */
    @Override
    public void recovered(SimNode node, Recovered recovered) {
        for (GroupChecks group : groups) {
            group.recovered(node, recovered);
        }
        room.recovered(node, recovered);
    }

    @Override
    public void diskLost(SimNode node) {
        for (GroupChecks group : groups) {
            group.diskLost(node);
        }
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        for (GroupChecks group : groups) {
            group.stepped(machine, effects);
        }
        servers.stepped(machine, effects);
        room.stepped(machine, effects);
    }

    @Override
    public void appended(SimNode node) {
        writes.appended(node);
    }

    @Override
    public void synced(SimNode node, long sequence) {
        for (GroupChecks group : groups) {
            group.shadows().get(node.number()).synced(sequence);
        }
    }

    @Override
    public void asked(SimNode node, long token, Request request) {
        each(Shards.of(request, groups.size()), check -> check.asked(node, token, request));
        room.asked(node, token, request);
    }

    @Override
    public void sent(long number, SimNode from, SimNode to, Bytes frame) {
        for (MessageCodec.Routed routed : MessageCodec.read(frame)) {
            each(routed.shard(), check -> check.sent(number, to, routed.message()));
        }
    }

    @Override
    public void arrived(long number) {
        each(ALL, check -> check.arrived(number));
    }

    @Override
    public void lost(long number) {
        each(ALL, check -> check.lost(number));
    }

    @Override
    public void worked(SimNode node, SnapshotTask task, Event done) {
        each(Shards.of(task), check -> check.worked(node, task, done));
    }

    @Override
    public void invoked(int client, Call call) {
        calls[client] = call.key() == null ? ALL : Shards.of(call, groups.size());
        each(calls[client], check -> check.invoked(client, call));
    }

    @Override
    public void keyed(int client, WriteKey key) {
        each(calls[client], check -> check.keyed(client, key));
    }

    /** What is told of a call about all shards, the first one tells. */
    @Override
    public void completed(int client, Outcome outcome, @Nullable Reply reply) {
        int shard = calls[client];
        for (int i = 0; i < groups.size(); i++) {
            if (shard == ALL || shard == i) {
                Reply told = shard == ALL && i > 0 ? null : reply;
                each(i, check -> check.completed(client, outcome, told));
            }
        }
    }

    @Override
    public void readsLocally(int client, String key, boolean session) {
        calls[client] = Slots.shardOf(Bytes.utf8(key), groups.size());
        each(calls[client], check -> check.readsLocally(client, key, session));
    }

    @Override
    public void readLocally(int client, @Nullable Reply reply) {
        each(calls[client], check -> check.readLocally(client, reply));
    }
}
