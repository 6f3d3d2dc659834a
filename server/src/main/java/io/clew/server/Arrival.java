package io.clew.server;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

/** How far a node has come on its way into a cluster. */
record Arrival(Questions node, NodeId self) {
    /**
     * Whether the disk knows that it is a member, and for good: until then a restart depends on a
     * file. A leader that was cut off may have written down alone that this node joins.
     */
    boolean taken() {
        return isMember(false);
    }

    /**
     * Whether it is all that it was to become, not only one that joins: who it was before may be
     * forgotten only then.
     */
    boolean complete() {
        return isMember(true);
    }

    private boolean isMember(boolean fully) {
        if (!(node.ask(new Request.Members()) instanceof Reply.Members members)
                || members.membership().clusterId() == 0
                || !members.committed()) {
            return false;
        }
        Membership now = members.membership();
        if (fully && (now.changing() || !(now.votes(self) || now.isReplica(self)))) {
            return false;
        }
        if (fully && now.shards() > 1 && !hasItsShare(now)) {
            return false;
        }
        return members.members().stream()
                .anyMatch(m -> m.member().id().equals(self) && m.match() >= members.index());
    }

    /**
     * Whether all that was on nodes which are gone, as who this node was before may be, has been
     * made anew.
     */
    private boolean hasItsShare(Membership now) {
        return node.ask(new Request.Shards()) instanceof Reply.Shards shards
                && shards.placement() != null
                && (now.isReplica(self) || shards.placement().hosts().containsKey(self))
                && shards.placement().hosts().keySet().stream().allMatch(now::contains);
    }
}
