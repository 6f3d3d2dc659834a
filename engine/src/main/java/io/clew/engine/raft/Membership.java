package io.clew.engine.raft;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is in the cluster. A configuration is active as soon as it is appended and is rolled back
 * when it is truncated (Raft §6).
 *
 * @param clusterId a random number made with the first entry; 0 before that
 * @param voters the members whose majority decides, in the order of their addresses
 * @param outgoing while a joint change is under way, the voters of before: their majority must
 *     agree as well; otherwise empty
 * @param bound whether all initial members are known to hold the first entry. Until then no client
 *     write is accepted, so that a member with an empty disk cannot help to lose any
 */
public record Membership(
        long clusterId, List<Member> voters, List<Member> outgoing, boolean bound) {
    private static final int MEMBERS_MAX = 1024;

    public Membership {
        voters = List.copyOf(voters);
        outgoing = List.copyOf(outgoing);
    }

    /** The configuration that a fresh node is started with: addresses whose owners are unknown. */
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

    public boolean contains(NodeId id) {
        return member(id) != null;
    }

    public @Nullable Member member(NodeId id) {
        if (!id.bound()) {
            return null;
        }
        for (Member member : voters) {
            if (member.id().equals(id)) {
                return member;
            }
        }
        for (Member member : outgoing) {
            if (member.id().equals(id)) {
                return member;
            }
        }
        return null;
    }

    public @Nullable Member at(String address) {
        for (Member member : voters) {
            if (member.address().equals(address)) {
                return member;
            }
        }
        return null;
    }

    public boolean isVoter(NodeId id) {
        for (Member member : voters) {
            if (member.id().equals(id) && id.bound()) {
                return true;
            }
        }
        return false;
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
        return new Membership(clusterId, members, outgoing, bound);
    }

    /** How many voters have been met. */
    public int boundVoters() {
        return (int) voters.stream().filter(m -> m.id().bound()).count();
    }

    public Bytes encode() {
        var out = new ByteWriter();
        out.u8(1).u64(clusterId).u8(bound ? 1 : 0);
        write(out, voters);
        write(out, outgoing);
        return out.toBytes();
    }

    public static Membership decode(Bytes bytes) {
        var in = new ByteReader(bytes);
        if (in.u8() != 1) {
            throw new io.clew.engine.bytes.MalformedException("unknown membership format");
        }
        long clusterId = in.u64();
        boolean bound = in.u8() != 0;
        var result = new Membership(clusterId, read(in), read(in), bound);
        in.finish();
        return result;
    }

    private static void write(ByteWriter out, List<Member> members) {
        out.varint(members.size());
        for (Member member : members) {
            out.u64(member.id().value()).string(member.address());
        }
    }

    private static List<Member> read(ByteReader in) {
        int n = in.count(MEMBERS_MAX);
        var members = new ArrayList<Member>(n);
        for (int i = 0; i < n; i++) {
            members.add(new Member(new NodeId(in.u64()), in.string()));
        }
        return members;
    }
}
