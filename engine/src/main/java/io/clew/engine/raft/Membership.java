package io.clew.engine.raft;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is in the cluster. A configuration is active as soon as it is appended and is rolled back
 * when it is truncated (Raft §6).
 *
 * @param clusterId a random number made with the first entry; 0 before that
 * @param voters the members whose majority decides
 * @param outgoing while a joint change is under way, the voters of before: their majority must
 *     agree as well; otherwise empty
 * @param joining learners that become voters once they have caught up
 * @param leaving voters that go when the joining ones come
 * @param replicas learners that stay learners
 * @param bound whether all initial members are known to hold the first entry. Until then no client
 *     write is accepted, so that a member with an empty disk cannot help to lose any
 * @param shards how many shards the cluster was created with
 */
public record Membership(
        long clusterId,
        List<Member> voters,
        List<Member> outgoing,
        List<Member> joining,
        List<NodeId> leaving,
        List<Member> replicas,
        boolean bound,
        int shards) {
    private static final int MEMBERS_MAX = 1024;
    private static final int FORMAT = 3;

    public Membership {
        voters = List.copyOf(voters);
        outgoing = List.copyOf(outgoing);
        joining = List.copyOf(joining);
        leaving = List.copyOf(leaving);
        replicas = List.copyOf(replicas);
    }

    /** A configuration without learners, of a cluster with one shard. */
    public Membership(long clusterId, List<Member> voters, List<Member> outgoing, boolean bound) {
        this(clusterId, voters, outgoing, List.of(), List.of(), List.of(), bound, 1);
    }

    /** Of a group in which all is settled. */
    public static Membership of(long clusterId, List<Member> voters, boolean bound, int shards) {
        return new Membership(
                clusterId, voters, List.of(), List.of(), List.of(), List.of(), bound, shards);
    }

    /** The same cluster with other members. */
    Membership with(
            List<Member> newVoters,
            List<Member> newOutgoing,
            List<Member> newJoining,
            List<NodeId> newLeaving,
            List<Member> newReplicas) {
        return new Membership(
                clusterId,
                newVoters,
                newOutgoing,
                newJoining,
                newLeaving,
                newReplicas,
                bound,
                shards);
    }

    /** This configuration in a cluster that may be written to. */
    Membership opened() {
        return of(clusterId, voters, true, shards);
    }

    /**
     * The configuration that a fresh node is started with: addresses whose owners are unknown, and
     * none for a node that waits to be taken in.
     */
    public static Membership initial(List<String> addresses) {
        var members = new ArrayList<Member>();
        addresses.stream().sorted().forEach(a -> members.add(new Member(NodeId.UNBOUND, a)));
        return new Membership(0, members, List.of(), false);
    }

    /**
     * The cluster that a member may claim to belong to, 0 for none. A first entry that is not known
     * to be everywhere may still be replaced by that of another leader, and then this cluster never
     * was: until it is open, its members pass for founders of one.
     */
    public long openClusterId() {
        return bound ? clusterId : 0;
    }

    /** Everybody in it, each once: voters of both halves, then learners. */
    public List<Member> members() {
        var members = new ArrayList<Member>(voters);
        for (Member member : outgoing) {
            if (find(voters, member.id()) == null) {
                members.add(member);
            }
        }
        members.addAll(joining);
        members.addAll(replicas);
        return members;
    }

    public boolean contains(NodeId id) {
        return member(id) != null;
    }

    public @Nullable Member member(NodeId id) {
        Member voter = find(voters, id);
        if (voter != null) {
            return voter;
        }
        Member old = find(outgoing, id);
        if (old != null) {
            return old;
        }
        Member learner = find(joining, id);
        return learner != null ? learner : find(replicas, id);
    }

    public @Nullable Member at(String address) {
        for (Member member : voters) {
            if (member.address().equals(address)) {
                return member;
            }
        }
        return null;
    }

    /** The members with that address or identity: more than one while one takes another's place. */
    public List<Member> named(String name) {
        return members().stream()
                .filter(m -> m.id().bound())
                .filter(m -> m.address().equals(name) || m.id().toString().equals(name))
                .toList();
    }

    /** Whether its vote counts in this configuration or, after a joint change, in the next. */
    public boolean isVoter(NodeId id) {
        return find(voters, id) != null;
    }

    /** Whether its vote counts in either half. */
    public boolean votes(NodeId id) {
        return isVoter(id) || find(outgoing, id) != null;
    }

    public boolean isReplica(NodeId id) {
        return find(replicas, id) != null;
    }

    /** The part that a member plays. */
    public enum Part {
        VOTER,
        /** Takes the log in to become a voter. */
        JOINING,
        /** Votes, and goes with the change that is under way. */
        LEAVING,
        /** Takes the log in for ever. */
        REPLICA
    }

    public Part part(NodeId id) {
        if (isReplica(id)) {
            return Part.REPLICA;
        }
        if (id.bound() && !votes(id)) {
            return Part.JOINING;
        }
        return stays(id) || !id.bound() ? Part.VOTER : Part.LEAVING;
    }

    /** Whether it votes, and will once the change that is under way is complete. */
    public boolean stays(NodeId id) {
        return isVoter(id) && !leaving.contains(id);
    }

    /** Whether both halves of a joint change must agree. */
    public boolean joint() {
        return !outgoing.isEmpty();
    }

    /** Whether a change has begun that is not complete. */
    public boolean changing() {
        return joint() || !joining.isEmpty() || !leaving.isEmpty();
    }

    /** This configuration with the member at an address given an identity, and nobody else. */
    public Membership bind(String address, NodeId id) {
        var members = new ArrayList<Member>();
        for (Member member : voters) {
            if (member.address().equals(address)) {
                members.add(new Member(id, address));
            } else if (member.id().equals(id)) {
                members.add(new Member(NodeId.UNBOUND, member.address()));
            } else {
                members.add(member);
            }
        }
        return with(members, outgoing, joining, leaving, replicas);
    }

    /** How many voters have been met. */
    public int boundVoters() {
        return (int) voters.stream().filter(m -> m.id().bound()).count();
    }

    public Bytes encode() {
        var out = new ByteWriter();
        out.u8(FORMAT).u64(clusterId).bool(bound).varint(shards);
        write(out, voters);
        write(out, outgoing);
        write(out, joining);
        out.varint(leaving.size());
        leaving.forEach(id -> write(out, id));
        write(out, replicas);
        return out.toBytes();
    }

    public static Membership decode(Bytes bytes) {
        var in = new ByteReader(bytes);
        int format = in.u8();
        if (format != FORMAT) {
            throw new MalformedException("unknown membership format " + format);
        }
        long clusterId = in.u64();
        boolean bound = in.bool();
        int shards = in.count(Integer.MAX_VALUE);
        var result =
                new Membership(
                        clusterId, read(in), read(in), read(in), ids(in), read(in), bound, shards);
        in.finish();
        return result;
    }

    private static @Nullable Member find(List<Member> members, NodeId id) {
        if (id.bound()) {
            for (Member member : members) {
                if (member.id().equals(id)) {
                    return member;
                }
            }
        }
        return null;
    }

    private static void write(ByteWriter out, List<Member> members) {
        out.varint(members.size());
        for (Member member : members) {
            write(out, member.id());
            out.string(member.address());
        }
    }

    private static void write(ByteWriter out, NodeId id) {
        out.u64(id.value()).varint(id.replica());
    }

    private static NodeId id(ByteReader in) {
        return new NodeId(in.u64(), in.count(Integer.MAX_VALUE));
    }

    private static List<Member> read(ByteReader in) {
        int n = in.count(MEMBERS_MAX);
        var members = new ArrayList<Member>(n);
        for (int i = 0; i < n; i++) {
            members.add(new Member(id(in), in.string()));
        }
        return members;
    }

    private static List<NodeId> ids(ByteReader in) {
        int n = in.count(MEMBERS_MAX);
        var ids = new ArrayList<NodeId>(n);
        for (int i = 0; i < n; i++) {
            ids.add(id(in));
        }
        return ids;
    }
}
