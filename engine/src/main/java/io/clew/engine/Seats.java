package io.clew.engine;

import io.clew.engine.placement.Leaders;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Gives a node the replicas that the placement says it holds, and takes away the others.
 *
 * <p>Nothing else makes a replica: no message can bring one back that was taken away. After a
 * restart a node may see an older placement for a while; it then keeps what that cannot know of
 * yet.
 */
final class Seats {
    private final Surroundings around;
    private final Replicas replicas;
    private long version;

    /** Whether something must wait until what was there before is gone. */
    private boolean waits;

    Seats(Surroundings around, Replicas replicas) {
        this.around = around;
        this.replicas = replicas;
    }

    /** Whether the placement has changed since the last time. */
    boolean take(long now, Placement placement, Membership cluster, List<Note> notes) {
        boolean changed = placement.version() != version;
        if (!changed && !(waits && replicas.tidy())) {
            return false;
        }
        version = placement.version();
        waits = false;
        var wanted = new TreeMap<Integer, NodeId>();
        placement.on(around.node()).forEach(held -> wanted.put(held.shard(), held.replica()));
        for (Replica replica : new ArrayList<>(replicas.all())) {
            leave(replica, placement, wanted.get(replica.shard()), notes);
        }
        @Nullable NodeId[] leaders = Leaders.all(placement);
        wanted.forEach(
                (shard, seat) -> {
                    if (mayCome(shard, seat)) {
                        boolean leads = seat.equals(leaders[shard]);
                        come(now, shard, seat, leads, placement, cluster);
                        notes.add(new Note.ReplicaCame(shard, seat));
                    }
                });
        return changed;
    }

    private void leave(
            Replica replica, Placement placement, @Nullable NodeId wanted, List<Note> notes) {
        int shard = replica.shard();
        if (shard == 0) {
            return;
        }
        NodeId self = replica.raft().self();
        boolean known = self.replica() < placement.nextReplica(shard);
        boolean stays = wanted != null && wanted.replica() <= self.replica();
        if (known && !stays) {
            replicas.bury(shard);
            replica.raft().outbox().notes.forEach(n -> notes.add(new Note.InShard(shard, n)));
            notes.add(new Note.ReplicaLeft(shard, self));
        }
    }

    private boolean mayCome(int shard, NodeId seat) {
        boolean comes = replicas.admits(shard, seat.replica());
        waits |= !comes && replicas.find(shard) == null && !replicas.tidy();
        return comes;
    }

    private void come(
            long now,
            int shard,
            NodeId seat,
            boolean leads,
            Placement placement,
            Membership cluster) {
        Assignment assignment = placement.assignment(shard);
        if (assignment.configuration() == 1 && assignment.replicas().contains(seat)) {
            Membership first = founders(assignment.replicas(), cluster);
            replicas.put(Replica.founding(shard, around, seat, first, leads, now));
        } else {
            replicas.put(Replica.waiting(shard, around, seat, now));
        }
    }

    /** Found out by each founder for itself, so it must be the same for all of them. */
    private static Membership founders(List<NodeId> replicas, Membership cluster) {
        List<Member> members = replicas.stream().map(Member::of).toList();
        return Membership.of(cluster.clusterId(), members, true, cluster.shards());
    }
}
