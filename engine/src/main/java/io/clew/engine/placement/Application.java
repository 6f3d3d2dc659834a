package io.clew.engine.placement;

import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Host;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What each change makes of a founded placement; the very same one if it does not fit. */
record Application(Placement before) {
    Placement of(PlacementChange change) {
        return switch (change) {
            case PlacementChange.Found ignored -> before;
            case PlacementChange.Host host -> know(host);
            case PlacementChange.Forget(NodeId node) -> forget(node);
            case PlacementChange.Drain(NodeId node, boolean on) ->
                    on && before.last(node)
                            ? before
                            : host(node, h -> new Host(h.address(), h.zone(), on, h.lost()));
            case PlacementChange.Lost(NodeId node, boolean lost) ->
                    host(node, h -> new Host(h.address(), h.zone(), h.draining(), lost));
            case PlacementChange.Pause(boolean on) ->
                    on == before.paused() ? before : before.with(on);
            case PlacementChange.Begin begin -> begin(begin);
            case PlacementChange.Settled settled -> settle(settled);
            case PlacementChange.Abandon(int shard, long expects) ->
                    takeBack(shard, expects, false);
            case PlacementChange.GiveUp(int shard, long expects) -> takeBack(shard, expects, true);
        };
    }

    private Placement know(PlacementChange.Host host) {
        NodeId node = host.node();
        if (before.hosts().containsKey(node)) {
            return host(node, h -> new Host(host.address(), host.zone(), h.draining(), h.lost()));
        }
        boolean fits = node.bound() && node.replica() == 0;
        if (!fits || before.hosts().size() == Placement.HOSTS_MAX) {
            return before;
        }
        var hosts = new TreeMap<>(before.hosts());
        hosts.put(node, host.fresh());
        return before.with(hosts);
    }

    private Placement forget(NodeId node) {
        if (!before.hosts().containsKey(node) || !before.on(node).isEmpty()) {
            return before;
        }
        var hosts = new TreeMap<>(before.hosts());
        hosts.remove(node);
        return before.with(hosts);
    }

    private Placement host(NodeId node, UnaryOperator<Host> change) {
        Host known = before.hosts().get(node);
        Host changed = known == null ? null : change.apply(known);
        if (changed == null || changed.equals(known)) {
            return before;
        }
        var hosts = new TreeMap<>(before.hosts());
        hosts.put(node, changed);
        return before.with(hosts);
    }

    private Placement begin(PlacementChange.Begin begin) {
        Assignment now = assignment(begin.shard());
        boolean open =
                now != null
                        && now.move() == null
                        && now.configuration() == begin.expects()
                        && !before.paused();
        if (now == null || !open || !mayAdd(now, begin) || !mayRemove(now, begin)) {
            return before;
        }
        NodeId node = begin.add();
        NodeId add = node == null ? null : node.replica(now.nextReplica());
        var move = new Move(add, begin.remove(), begin.expects());
        int next = now.nextReplica() + (add == null ? 0 : 1);
        var moving = new Assignment(now.replicas(), next, now.configuration(), move);
        return before.bears(moving) ? before.with(begin.shard(), moving) : before;
    }

    private boolean mayAdd(Assignment now, PlacementChange.Begin begin) {
        NodeId add = begin.add();
        if (add == null) {
            return begin.remove() != null;
        }
        // The check of nextReplica keeps numbers from starting again.
        return add.replica() == 0
                && before.usable(add)
                && now.nextReplica() < Integer.MAX_VALUE
                && now.replicas().stream().noneMatch(r -> r.node().equals(add));
    }

    private boolean mayRemove(Assignment now, PlacementChange.Begin begin) {
        NodeId remove = begin.remove();
        if (remove == null) {
            return true;
        }
        if (!now.replicas().contains(remove)) {
            return false;
        }
        long left =
                now.replicas().stream()
                        .filter(r -> !r.equals(remove))
                        .filter(before::usable)
                        .count();
        return begin.add() != null || left >= before.floor();
    }

    private Placement settle(PlacementChange.Settled settled) {
        Assignment now = assignment(settled.shard());
        if (now == null || settled.configuration() <= now.configuration()) {
            return before;
        }
        return before.with(
                settled.shard(),
                new Assignment(
                        settled.replicas(), now.nextReplica(), settled.configuration(), null));
    }

    /**
     * @param anyway also if the group could make the move, as far as is known
     */
    private Placement takeBack(int shard, long expects, boolean anyway) {
        Assignment now = assignment(shard);
        Move move = now == null ? null : now.move();
        if (now == null || move == null || move.expects() != expects || move.abandoned()) {
            return before;
        }
        if (!anyway && before.bears(now)) {
            return before;
        }
        var abandoned = new Move(move.add(), move.remove(), expects, true);
        return before.with(
                shard,
                new Assignment(now.replicas(), now.nextReplica(), now.configuration(), abandoned));
    }

    private @Nullable Assignment assignment(int shard) {
        return shard >= 1 && shard < before.shards() ? before.assignment(shard) : null;
    }
}
