package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.wire.NodeMessage;
import io.clew.engine.wire.NodeMessageCodec;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/**
 * The part of a node that several shards need and one does not: it keeps the node's replicas as the
 * placement says, and tells the other nodes what its groups are.
 */
final class Sharded {
    /** Groups that are asked to change their leader at a time. */
    private static final int TRANSFERS_MAX = 8;

    private final Surroundings around;
    private final Replicas replicas;
    private final Outgoing outgoing;
    private final List<Note> notes;
    private final Reports reports;
    private final ShardViews views;
    private Memory memory;

    /** Until when this node asks not to lead. */
    private long resignsUntil = Long.MIN_VALUE;

    /** Whether the placement may have a next step. */
    private boolean placerDue;

    Sharded(Surroundings around, Replicas replicas, Outgoing outgoing, List<Note> notes, long now) {
        this.around = around;
        this.replicas = replicas;
        this.outgoing = outgoing;
        this.notes = notes;
        memory = Memory.blank(around, replicas, this::send);
        reports = new Reports(around.config().sharding(), now);
        views = new ShardViews(replicas, around.directory());
    }

    /** What the parts of a node have come to know of one cluster, and is wrong in another. */
    private record Memory(
            Seats seats,
            Lagging lagging,
            HandBack handBack,
            Placer placer,
            Clears clears,
            Drains drains,
            Leavers leavers) {
        static Memory blank(Surroundings around, Replicas replicas, Clears.Mail mail) {
            var lagging = new Lagging(around.node(), around.config());
            return new Memory(
                    new Seats(around, replicas),
                    lagging,
                    new HandBack(around, lagging),
                    new Placer(around),
                    new Clears(around, replicas, mail),
                    new Drains(),
                    new Leavers());
        }
    }

    /** Gives up the cluster that this node is alone in, with all replicas and all that is known. */
    void forget(long now) {
        for (Replica replica : List.copyOf(replicas.all())) {
            int shard = replica.shard();
            if (shard != 0) {
                replicas.forget(shard);
                notes.add(new Note.ReplicaLeft(shard, replica.raft().self()));
            }
        }
        replicas.put(cluster().afresh(now));
        around.directory().forget();
        memory = Memory.blank(around, replicas, this::send);
        resignsUntil = Long.MIN_VALUE;
    }

    private Replica cluster() {
        return replicas.get(0);
    }

    /** Whether there is more than one shard, as far as this node knows. */
    private boolean many() {
        return replicas.shards() > 1 && cluster().raft().membership().bound();
    }

    long deadline() {
        return many() ? Math.min(reports.deadline(), memory.clears.deadline()) : Long.MAX_VALUE;
    }

    void receive(long now, NodeId from, NodeMessage message) {
        switch (message) {
            case NodeMessage.Report report -> reported(now, from, report);
            case NodeMessage.ClearShard(int shard, long number) ->
                    memory.clears.clear(shard, number, from);
            case NodeMessage.Cleared cleared -> memory.clears.cleared(cleared);
        }
    }

    private void reported(long now, NodeId from, NodeMessage.Report report) {
        long applied = cluster().state().appliedIndex();
        memory.placer.reported(now, from, report);
        if (report.follows() || cluster().raft().leader() != null) {
            // Else nobody hears of orders, so that nobody can come to what another has.
            memory.lagging.reported(now, from, report.applied(), applied);
        }
        around.directory().reported(from, report);
        placerDue = true;
        // Members are told anyway. Only who knows less is answered, so that no answer is.
        boolean stranger = many() && !cluster().raft().membership().contains(from);
        if (stranger && report.applied() < applied) {
            send(from, reports.of(resigns(now), replicas));
        }
    }

    /** Whoever has left should lead nothing any more, also if others do not know that it has. */
    private boolean resigns(long now) {
        return now < resignsUntil || !cluster().raft().membership().contains(around.node());
    }

    /**
     * The end of a step: what the replicas have come to is looked at.
     *
     * @param stepped those to which something has happened
     * @return whether that has given replicas something to do
     */
    boolean step(long now, Collection<Replica> stepped) {
        if (!many()) {
            return false;
        }
        Placement placement = cluster().state().placement();
        Membership membership = cluster().raft().membership();
        boolean news = placement != null && memory.seats.take(now, placement, membership, notes);
        boolean reporting = reports.due(now);
        if (placement != null) {
            lookAtGroups(now, placement, news || reporting ? replicas.all() : stepped);
        }
        if (reporting) {
            report(now);
            handOver(now);
        }
        memory.leavers.step(now, departures(), notes);
        if (placerDue || news || reporting || placement == null) {
            placerDue = false;
            if (memory.placer.step(now, cluster(), notes)) {
                replicas.touch(0);
            }
        }
        memory.clears.step(now);
        return replicas.anyTouched();
    }

    private void lookAtGroups(long now, Placement placement, Collection<Replica> some) {
        for (Replica replica : some) {
            int shard = replica.shard();
            // Some may have been taken away in this very step.
            if (shard == 0 || !replicas.holds(replica) || !replica.raft().settled()) {
                continue;
            }
            long before = replica.raft().log().lastIndex();
            boolean unknown = GroupCare.look(now, replica, placement);
            if (replica.raft().log().lastIndex() != before) {
                replicas.touch(shard);
            }
            if (!said(replica, unknown)) {
                reports.soon(now);
            }
        }
    }

    /**
     * Whether this node has said that it leads a group, and what that has become. Who needs to know
     * may not hear it, or this node not hear of it: to say it ever again makes that no better.
     */
    private boolean said(Replica replica, boolean settled) {
        Raft raft = replica.raft();
        int shard = replica.shard();
        return settled
                ? around.directory().knowsOwn(shard, raft.term(), raft.membershipIndex())
                : around.directory().knowsOwn(shard, raft.term());
    }

    private void report(long now) {
        if (cluster().raft().membership().contains(around.node())) {
            around.directory().listen(now); // Nobody reports to others.
        }
        NodeMessage.Report report = reports.take(now, resigns(now), replicas);
        receive(now, around.node(), report);
        for (Member member : cluster().raft().membership().members()) {
            if (member.id().bound() && !member.id().equals(around.node())) {
                send(member.id(), report);
            }
        }
    }

    private void handOver(long now) {
        int begun = 0;
        for (Replica replica : replicas.all()) {
            if (replica.shard() != 0
                    && begun < TRANSFERS_MAX
                    && memory.handBack.step(now, replica, cluster())) {
                replicas.touch(replica.shard());
                begun++;
            }
        }
    }

    /** Takes back the answers to clears which other shards have yet to obey. */
    void holdBack() {
        memory.drains.judge(around.answers(), cluster().state().placement());
        if (memory.clears.any()) {
            int shards = cluster().raft().membership().shards();
            around.answers().removeIf(a -> memory.clears.holds(a.token(), a.reply(), shards));
        }
    }

    /** A request is on its way to shard 0 that means all shards. */
    void clears(long now, long token) {
        if (many()) {
            memory.clears.begin(now, token);
        }
    }

    ShardViews views() {
        return views;
    }

    /** Why a change of the members must not be, null if it may, or if others decide. */
    @Nullable Reply refusal(long now, Change change) {
        if (!many() || !cluster().raft().leads()) {
            return null;
        }
        return departures().refusal(now, change);
    }

    private Departures departures() {
        Replica cluster = cluster();
        boolean upToDate = memory.placer.upToDate(cluster);
        return new Departures(cluster.raft(), cluster.state().placement(), upToDate);
    }

    void drain(long now, long token, Request.Drain request) {
        List<Member> named = cluster().raft().membership().named(request.node());
        Reply.NotLeader elsewhere = cluster().elsewhere();
        if (elsewhere != null) {
            answer(token, elsewhere); // Which may know members that this node has not heard of.
        } else if (named.size() != 1) {
            answer(token, new Reply.Rejected(request.node() + " is not a member"));
        } else if (request.on() && isLast(named.getFirst().id())) {
            answer(token, Drains.LAST);
        } else {
            var drain = new PlacementChange.Drain(named.getFirst().id(), request.on());
            memory.drains.begin(token, drain);
            place(now, token, drain);
        }
    }

    private boolean isLast(NodeId node) {
        Placement placement = cluster().state().placement();
        return placement != null && placement.last(node);
    }

    void pause(long now, long token, boolean on) {
        place(now, token, new PlacementChange.Pause(on));
    }

    private void place(long now, long token, PlacementChange change) {
        Raft raft = cluster().raft();
        if (raft.leads() && raft.membership().shards() == 1) {
            answer(token, new Reply.Rejected("this cluster has one shard, which is everywhere"));
        } else if (raft.leads() && cluster().state().placement() == null) {
            answer(token, new Reply.Refused("the shards have no place yet"));
        } else {
            cluster().place(now, token, change);
        }
    }

    /**
     * Hands all leadership over, and asks not to be given any for a while; whether there was any.
     */
    boolean resign(long now) {
        boolean led = replicas.resign(now);
        if (many()) {
            resignsUntil = now + around.config().requestTimeoutNanos();
            report(now);
        }
        return led;
    }

    /** Nobody is left without an answer. */
    void abandon() {
        memory.clears.abandon();
    }

    private void send(NodeId to, NodeMessage message) {
        outgoing.send(to, NodeMessageCodec.write(message));
    }

    private void answer(long token, Reply reply) {
        around.answers().add(new Effects.Answer(token, reply));
    }
}
