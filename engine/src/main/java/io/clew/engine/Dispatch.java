package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Brings each request to whoever can answer it. */
final class Dispatch {
    private final Surroundings around;
    private final String address;
    private final Replicas replicas;
    private final Sharded sharded;
    private final Routing routing;
    private final BooleanSupplier allDurable;

    /**
     * @param allDurable whether nothing is on its way to the disk
     */
    Dispatch(
            Surroundings around,
            String address,
            Replicas replicas,
            Sharded sharded,
            BooleanSupplier allDurable) {
        this.around = around;
        this.address = address;
        this.replicas = replicas;
        this.sharded = sharded;
        this.allDurable = allDurable;
        routing = new Routing(around, replicas);
    }

    /** The node as a part of the cluster's own group. */
    NodeView view() {
        return view(replicas.get(0));
    }

    private NodeView view(Replica group) {
        return new NodeView(around.node(), address, replicas, group, around.directory());
    }

    /** Everything that can be asked of a node which can be trusted. */
    void request(long now, long token, Request request) {
        Replica cluster = replicas.get(0);
        switch (request) {
            case Request.Write(Command.Write command) ->
                    write(now, token, command, r -> r.write(now, token, command));
            case Request.KeyedWrite keyed ->
                    write(now, token, keyed.command(), r -> r.write(now, token, keyed));
            case Request.Read(var key) -> routing.to(key, token, r -> r.read(now, token, key));
            case Request.LocalRead read ->
                    routing.to(read.key(), token, r -> r.readLocally(now, token, read));
            case Request.ChangeMembers order ->
                    cluster.change(now, token, order, change -> sharded.refusal(now, change));
            case Request.Drain drain -> sharded.drain(now, token, drain);
            case Request.PauseMoves(boolean on) -> sharded.pause(now, token, on);
            case Request.Renounce(boolean trial) -> answer(token, renounce(now, trial));
            case Request.Members() -> answer(token, view().members(now));
            case Request.Shards() -> answer(token, sharded.views().all());
            case Request.OfGroup of -> {
                Replica group = replicas.find(of.shard());
                if (group == null) {
                    answer(token, sharded.views().notCarried(of.shard()));
                } else {
                    replicas.touch(of.shard());
                    ofGroup(now, token, of, group);
                }
            }
            case Request.Resign() -> answer(token, new Reply.Resigned(sharded.resign(now)));
            case Request.Transfer(String to) -> cluster.transfer(now, token, to);
        }
    }

    private void ofGroup(long now, long token, Request.OfGroup request, Replica group) {
        var window = new Window(group, around.directory());
        switch (request) {
            case Request.Inspect _ -> answer(token, new Reply.Inspected(view(group).status()));
            case Request.ReadLog(int _, long from, int max) ->
                    answer(token, view(group).page(from, max));
            case Request.WindowVote vote -> {
                if (!window.vote(now, token, vote)) {
                    answer(token, new Reply.WindowVoted(group.raft().term(), false));
                }
            }
            case Request.WindowAppend append -> {
                if (!window.append(now, token, append)) {
                    answer(token, new Reply.WindowAppended(group.raft().term(), false));
                }
            }
        }
    }

    private void write(long now, long token, Command.Write command, Consumer<Replica> then) {
        switch (command) {
            case Command.Put(Bytes key, Bytes _) -> routing.to(key, token, then);
            case Command.Delete(Bytes key) -> routing.to(key, token, then);
            case Command.Clear() -> {
                if (routing.placed(token)) {
                    then.accept(replicas.get(0));
                    sharded.clears(now, token);
                }
            }
        }
    }

    private Reply renounce(long now, boolean trial) {
        String why = Renunciation.refusal(replicas);
        if (why != null) {
            return new Reply.Rejected(why);
        }
        boolean quiet = replicas.all().stream().allMatch(Replica::quiet);
        if (!quiet || !allDurable.getAsBoolean()) {
            return new Reply.Refused("writes are under way");
        }
        if (!trial) {
            sharded.forget(now);
        }
        return new Reply.Done(0);
    }

    private void answer(long token, Reply reply) {
        around.answers().add(new Effects.Answer(token, reply));
    }

    /** Says what it is, and nothing else: it neither votes nor vouches for anything. */
    void refuse(long now, long token, Request request) {
        switch (request) {
            case Request.Inspect _, Request.Members _, Request.Shards _, Request.ReadLog _ ->
                    request(now, token, request);
            case Request.Resign _ -> answer(token, new Reply.Resigned(false));
            case Request.Write _,
                    Request.KeyedWrite _,
                    Request.Read _,
                    Request.LocalRead _,
                    Request.ChangeMembers _,
                    Request.Drain _,
                    Request.PauseMoves _,
                    Request.Renounce _,
                    Request.Transfer _,
                    Request.WindowVote _,
                    Request.WindowAppend _ ->
                    answer(token, new Reply.Refused(Replica.UNTRUSTED));
        }
    }
}
