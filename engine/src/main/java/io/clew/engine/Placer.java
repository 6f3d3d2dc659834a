package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.placement.Rebalancer;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.wire.CommandCodec;
import io.clew.engine.wire.NodeMessage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the leader of shard 0 does for the placement: it founds the shards, takes note of nodes that
 * come, go and fall silent and of what groups have become, and asks for the next move. Each is one
 * entry of its log, and each waits for the one before.
 *
 * <p>What it has heard it may forget: whoever leads next hears it again.
 */
final class Placer {
    /** What a node said last, and when. */
    private record Heard(long at, String zone) {}

    private final ShardingConfig config;
    private final NodeId self;
    private final Directory directory;
    private final TreeMap<NodeId, Heard> heard = new TreeMap<>();
    private final Silence silence = new Silence();
    private final Hanging hanging;
    private final GivenUp givenUp;

    /** The term in which this node leads; 0 while it does not. */
    private long leadsIn;

    private long lookedAt;

    /** The entry of the last change that was asked for. */
    private long asked;

    /** Whether all that leaders of before have asked for is applied. */
    private boolean knows;

    Placer(Surroundings around) {
        this.config = around.config().sharding();
        this.self = around.node();
        this.directory = around.directory();
        this.hanging = new Hanging(config.lostAfterNanos());
        this.givenUp = new GivenUp(config.lostAfterNanos());
    }

    void reported(long now, NodeId from, NodeMessage.Report report) {
        heard.put(from, new Heard(now, report.zone()));
        silence.heard(from);
    }

    /** Takes the next step, if this node leads and one is due; whether it did. */
    boolean step(long now, Replica cluster, List<Note> notes) {
        Raft raft = cluster.raft();
        long before = lookedAt;
        lookedAt = now;
        if (!raft.leads()) {
            leadsIn = 0;
            return false;
        }
        if (leadsIn != raft.term()) {
            leadsIn = raft.term();
            asked = 0;
            knows = false;
            hanging.restart(now);
            // Who has said so and is not lost now was heard by the leaders in between.
            silence.forgive(config.lostAfterNanos());
        }
        listen(now - before, cluster.state().placement());
        knows |= cluster.serving();
        if (!cluster.serving()
                || !upToDate(cluster)
                || raft.refusal() != null
                || raft.membership().shards() == 1) {
            return false;
        }
        PlacementChange change = next(now, cluster);
        if (change != null && changes(cluster.state().placement(), change)) {
            notes.add(new Note.PlacementChanges(change.toString()));
            asked = raft.propose(CommandCodec.encode(new Command.Place(change))).index();
            return true;
        }
        return false;
    }

    /** A node that stood still has not listened. */
    private void listen(long nanos, @Nullable Placement placement) {
        if (placement != null) {
            long heardWithin = 2 * config.reportNanos();
            silence.pass(Math.min(nanos, heardWithin), placement.hosts().keySet());
        }
    }

    /** Whether this node leads, and has applied every move that was ever asked for. */
    boolean upToDate(Replica cluster) {
        return leadsIn == cluster.raft().term() && knows && cluster.state().appliedIndex() >= asked;
    }

    /** Whoever goes, or has gone, counts as drained already: it takes what it has with it. */
    private static Placement asWillBe(Placement placement, Membership membership) {
        var hosts = new TreeMap<>(placement.hosts());
        hosts.replaceAll(
                (node, host) ->
                        membership.stays(node)
                                ? host
                                : new Placement.Host(
                                        host.address(), host.zone(), true, host.lost()));
        return hosts.equals(placement.hosts()) ? placement : placement.among(hosts);
    }

    /** What does nothing would be asked for again at once, and for ever. */
    private static boolean changes(@Nullable Placement before, PlacementChange change) {
        Placement after = Placement.apply(before, change);
        return before == null || (after != null && after.version() != before.version());
    }

    private @Nullable PlacementChange next(long now, Replica cluster) {
        Raft raft = cluster.raft();
        Membership membership = raft.membership();
        Placement placement = cluster.state().placement();
        if (placement == null) {
            // Whoever is about to go is given nothing.
            boolean goes = membership.joint() || !membership.leaving().isEmpty();
            return goes ? null : found(membership);
        }
        PlacementChange change = hosts(placement, membership);
        if (change == null && !membership.changing()) {
            change = left(placement, membership);
        }
        if (change == null) {
            change = condition(now, placement, membership);
        }
        if (change == null) {
            change = settled(placement);
        }
        if (change == null) {
            change = abandoned(placement);
        }
        return change == null ? moves(now, asWillBe(placement, membership)) : change;
    }

    /** A move that is given up, or the next one. */
    private @Nullable PlacementChange moves(long now, Placement soon) {
        PlacementChange.GiveUp giveUp = givenUp.next(now, soon, hanging);
        if (giveUp != null) {
            return giveUp;
        }
        var obstacles = givenUp.obstacles(now, hanging.shards(now, soon));
        return Rebalancer.next(soon, config.movesMax(), obstacles);
    }

    private PlacementChange found(Membership membership) {
        List<PlacementChange.Host> hosts = new ArrayList<>();
        for (Member voter : met(membership)) {
            hosts.add(new PlacementChange.Host(voter.id(), voter.address(), zone(voter.id())));
        }
        return new PlacementChange.Found(membership.shards(), config.factor(), hosts);
    }

    /** A cluster may be opened by a majority; whoever is met later is known from then on. */
    private static List<Member> met(Membership membership) {
        return membership.voters().stream().filter(voter -> voter.id().bound()).toList();
    }

    private String zone(NodeId node) {
        Heard last = heard.get(node);
        return node.equals(self) ? config.zone() : last == null ? "" : last.zone;
    }

    /** A voter that is not known yet, or has another address or zone. */
    private @Nullable PlacementChange hosts(Placement placement, Membership membership) {
        for (Member voter : met(membership)) {
            Placement.Host known = placement.hosts().get(voter.id());
            boolean said = voter.id().equals(self) || heard.containsKey(voter.id());
            boolean other =
                    known == null
                            || !known.address().equals(voter.address())
                            || (said && !known.zone().equals(zone(voter.id())));
            if (other && said) {
                return new PlacementChange.Host(voter.id(), voter.address(), zone(voter.id()));
            }
        }
        return null;
    }

    /** A node that is in the cluster no more, and holds nothing any more. */
    private static @Nullable PlacementChange left(Placement placement, Membership membership) {
        for (NodeId node : placement.hosts().keySet()) {
            if (!membership.isVoter(node) && placement.on(node).isEmpty()) {
                return new PlacementChange.Forget(node);
            }
        }
        return null;
    }

    /** A node that is lost from now on, or is back, or has left. */
    private @Nullable PlacementChange condition(
            long now, Placement placement, Membership membership) {
        for (Map.Entry<NodeId, Placement.Host> known : placement.hosts().entrySet()) {
            NodeId node = known.getKey();
            Placement.Host host = known.getValue();
            boolean votes = membership.isVoter(node);
            boolean left = !votes && !membership.changing() && !host.draining();
            boolean mayReturn = votes || host.draining();
            PlacementChange change = left ? hasLeft(now, placement, node) : null;
            boolean turns = host.lost() ? mayReturn && speaks(now, node) : isSilent(now, node);
            if (change == null && turns) {
                change = new PlacementChange.Lost(node, !host.lost());
            }
            if (change != null) {
                return change;
            }
        }
        return null;
    }

    /**
     * Whoever has left is given nothing any more, and is lost, but for as long as it speaks: the
     * groups of its replicas count on it then.
     */
    private @Nullable PlacementChange hasLeft(long now, Placement placement, NodeId node) {
        boolean drains = !placement.last(node);
        boolean lost = !placement.usable(node);
        if (!lost && !(drains && speaks(now, node))) {
            return new PlacementChange.Lost(node, true);
        }
        return drains ? new PlacementChange.Drain(node, true) : null;
    }

    private boolean isSilent(long now, NodeId node) {
        return !node.equals(self)
                && !speaks(now, node)
                && silence.isLonger(node, config.lostAfterNanos());
    }

    private boolean speaks(long now, NodeId node) {
        Heard last = heard.get(node);
        return node.equals(self) || (last != null && now - last.at <= 2 * config.reportNanos());
    }

    private @Nullable PlacementChange settled(Placement placement) {
        for (int shard = 1; shard < placement.shards(); shard++) {
            Directory.Leader leader = directory.leader(shard);
            if (leader == null || leader.said().settled().isEmpty()) {
                continue;
            }
            NodeMessage.Led said = leader.said();
            if (said.configuration() > placement.assignment(shard).configuration()) {
                return new PlacementChange.Settled(shard, said.configuration(), said.settled());
            }
        }
        return null;
    }

    /** A move that its group cannot make any more. */
    private static @Nullable PlacementChange abandoned(Placement placement) {
        for (int shard = 1; shard < placement.shards(); shard++) {
            Assignment assignment = placement.assignment(shard);
            Placement.Move move = assignment.move();
            if (move != null && !move.abandoned() && !placement.bears(assignment)) {
                return new PlacementChange.Abandon(shard, move.expects());
            }
        }
        return null;
    }
}
