package io.clew.engine.raft;

/** Something an operator may want to know; {@link #text()} is one short line. */
public sealed interface Note {
    String text();

    record RoleChanged(String role, long term, String why) implements Note {
        @Override
        public String text() {
            return role + " in term " + term + ": " + why;
        }
    }

    record Voted(String candidate, long term, boolean pre, boolean granted, String why)
            implements Note {
        @Override
        public String text() {
            return (pre ? "pre-vote " : "vote ")
                    + (granted ? "given to " : "refused to ")
                    + candidate
                    + " for term "
                    + term
                    + ": "
                    + why;
        }
    }

    record Campaigned(long term, boolean pre) implements Note {
        @Override
        public String text() {
            return (pre ? "asks whether it could win term " : "campaigns for term ") + term;
        }
    }

    record HandsOver(String heir, String why) implements Note {
        @Override
        public String text() {
            return "hands leadership to " + heir + ": " + why;
        }
    }

    record FollowsLeader(String leader, long term) implements Note {
        @Override
        public String text() {
            return "follows " + leader + " in term " + term;
        }
    }

    record SnapshotTaken(LogId last, long sizeBytes) implements Note {
        @Override
        public String text() {
            return "snapshot up to " + last + " is durable, " + sizeBytes + " bytes";
        }
    }

    record SnapshotInstalled(LogId last) implements Note {
        @Override
        public String text() {
            return "installed the leader's snapshot up to " + last;
        }
    }

    record MembershipChanged(long clusterId, String members) implements Note {
        @Override
        public String text() {
            return "cluster " + Long.toHexString(clusterId) + " is " + members;
        }
    }

    record StrangerIgnored(NodeId from, String why) implements Note {
        @Override
        public String text() {
            return "ignores node " + from + ": " + why;
        }
    }

    /** States differ, but no majority agrees on one: nobody can be said to be wrong. */
    record StatesDiffer(long index, String states) implements Note {
        @Override
        public String text() {
            return "the states after entry "
                    + index
                    + " differ, and no majority has the same: "
                    + states;
        }
    }

    /** What the node has in memory is whole: a new snapshot takes the place of what is damaged. */
    record DamageFound(String what) implements Note {
        @Override
        public String text() {
            return "found damage on disk, saves the state anew: " + what;
        }
    }

    /** This node is not to be trusted any more; it must be rebuilt from the others. */
    record Condemned(String why) implements Note {
        @Override
        public String text() {
            return "stops serving: " + why;
        }
    }

    /** The node hears no leader and may not campaign. */
    record Waits(Standing standing) implements Note {
        @Override
        public String text() {
            // One group does not know whether the node is needed in others.
            boolean left = standing == Standing.LEFT;
            return "hears no leader: this node " + (left ? "has left its group" : standing.text());
        }
    }

    /** A replica of a shard was given to this node. */
    record ReplicaCame(int shard, NodeId replica) implements Note {
        @Override
        public String text() {
            return "takes in replica " + replica.replica() + " of shard " + shard;
        }
    }

    /** A replica was taken away from this node. */
    record ReplicaLeft(int shard, NodeId replica) implements Note {
        @Override
        public String text() {
            return "deletes replica " + replica.replica() + " of shard " + shard;
        }
    }

    /** The leader of shard 0 changes which nodes carry which shard. */
    record PlacementChanges(String change) implements Note {
        @Override
        public String text() {
            return "placement: " + change;
        }
    }

    /** The change of the members by which somebody silent was to join is given up. */
    record JoinersTakenBack(String silent) implements Note {
        @Override
        public String text() {
            return "takes back who was to join: " + silent + " does not answer";
        }
    }

    /** A change of the members waits, since without those who go a shard would have no majority. */
    record LeaversKept(int shard) implements Note {
        @Override
        public String text() {
            return "lets nobody go yet: of shard "
                    + shard
                    + " no majority that answers would be left";
        }
    }

    /** What happened in the group of a shard other than 0. */
    record InShard(int shard, Note what) implements Note {
        @Override
        public String text() {
            return "shard " + shard + ": " + what.text();
        }
    }
}
