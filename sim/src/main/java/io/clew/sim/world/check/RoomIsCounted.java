package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.Replica;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.Violation;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A node refuses values for lack of room if, and only if, its replicas hold as much as they may
 * together; never what takes something away, nor what it has applied already.
 */
final class RoomIsCounted implements Observer {
    private final long limit;
    private final List<GroupChecks> groups;

    /** What each replica of each node had applied at the end of the node's last step. */
    private final long[][] applied;

    /** What all replicas of each node held then. */
    private final long[] held;

    /** What each node was asked for since. */
    private final List<TreeMap<Long, Request>> asked = new ArrayList<>();

    RoomIsCounted(World world, List<GroupChecks> groups) {
        this.limit = world.setup().engine().stateBytesMax();
        this.groups = groups;
        this.applied = new long[world.nodes().size()][groups.size()];
        this.held = new long[world.nodes().size()];
        world.nodes().forEach(_ -> asked.add(new TreeMap<>()));
    }

    /** A process counts what it has found in its first step. */
    @Override
    public void recovered(SimNode node, Recovered recovered) {
        Arrays.fill(applied[node.number()], 0);
        held[node.number()] = 0;
        asked.get(node.number()).clear();
    }

    @Override
    public void asked(SimNode node, long token, Request request) {
        asked.get(node.number()).put(token, request);
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        SimProcess process = machine.process();
        if (process == null) {
            return;
        }
        TreeMap<Long, Request> open = asked.get(machine.number());
        for (Effects.Answer answer : effects.answers()) {
            Request request = open.remove(answer.token());
            if (answer.reply() instanceof Reply.Full) {
                refused(machine, request);
            }
        }
        long before = held[machine.number()];
        for (Request taken : open.values()) {
            hold(
                    before < limit || !puts(taken),
                    "whoever is full refuses values",
                    () -> machine + " holds " + before + " of " + limit + ", and takes " + taken);
        }
        open.clear();
        look(machine.number(), process);
    }

    private void refused(SimNode machine, @Nullable Request request) {
        long before = held[machine.number()];
        hold(
                before >= limit,
                "only who is full refuses values",
                () -> machine + " holds " + before + " of " + limit + ", and refuses " + request);
        hold(
                puts(request),
                "whoever is full accepts what makes room",
                () -> machine + " refuses " + request);
        if (request instanceof Request.KeyedWrite keyed) {
            int shard = Shards.of(request, groups.size());
            long effect = groups.get(shard).effect(keyed.key());
            hold(
                    effect == 0 || effect > applied[machine.number()][shard],
                    "there is room for what is there already",
                    () -> machine + " refuses " + request + ", which made entry " + effect);
        }
    }

    private static boolean puts(@Nullable Request request) {
        return switch (request) {
            case null -> false;
            case Request.Write(var command) -> command instanceof Command.Put;
            case Request.KeyedWrite keyed -> keyed.command() instanceof Command.Put;
            default -> false;
        };
    }

    private void look(int node, SimProcess process) {
        held[node] = 0;
        for (int shard = 0; shard < groups.size(); shard++) {
            Replica replica = process.replica(shard);
            applied[node][shard] = replica == null ? 0 : replica.state().appliedIndex();
            held[node] += groups.get(shard).sizeBytes(applied[node][shard]);
        }
    }

    private static void hold(boolean holds, String rule, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(rule, otherwise.get());
        }
    }
}
