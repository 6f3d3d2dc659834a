package io.clew.transport.peer;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.NodeId;
import io.clew.transport.HostPort;

import org.jspecify.annotations.Nullable;

/** What the two sides say before they trust each other, and the rules by which they judge it. */
final class Handshake {
    static final int NONCE_BYTES = 16;

    private static final String WELCOMES = "clew-peer acceptor welcomes";
    private static final String REFUSES = "clew-peer acceptor refuses";
    private static final String DIALLED = "clew-peer dialler";

    private Handshake() {}

    /**
     * The versions of the protocol that a side speaks, that of the messages between nodes included.
     * What is said before they are agreed on is the same in all.
     */
    record Versions(int min, int max) {
        static final Versions OWN = new Versions(2, 2);

        @Override
        public String toString() {
            return min == max ? "" + min : min + " to " + max;
        }
    }

    /**
     * The dialler's opening.
     *
     * @param expected who should be at the other end, {@link NodeId#UNBOUND} if that is not known
     * @param guest the acceptor is no member in the dialler's eyes, which dials only to answer it
     * @param proves whether it has a secret, so that both know in time whether proofs are due
     */
    record Hello(
            Versions versions,
            NodeId id,
            String address,
            long clusterId,
            NodeId expected,
            boolean bulk,
            boolean guest,
            boolean proves,
            Bytes nonce) {

        Bytes encode() {
            return new ByteWriter(128)
                    .varint(versions.min())
                    .varint(versions.max())
                    .u64(id.value())
                    .string(address)
                    .u64(clusterId)
                    .u64(expected.value())
                    .u8(bulk ? 1 : 0)
                    .u8(guest ? 1 : 0)
                    .u8(proves ? 1 : 0)
                    .bytes(nonce)
                    .toBytes();
        }

        /** Bytes behind the known fields are a later version's business. */
        static Hello decode(Bytes bytes) {
            var in = new ByteReader(bytes);
            var hello =
                    new Hello(
                            new Versions(in.count(0xffff), in.count(0xffff)),
                            new NodeId(in.u64()),
                            in.string(),
                            in.u64(),
                            new NodeId(in.u64()),
                            in.u8() != 0,
                            in.u8() != 0,
                            in.u8() != 0,
                            in.bytes());
            if (!hello.id.bound()
                    || hello.nonce.size() != NONCE_BYTES
                    || HostPort.tryParse(hello.address) == null) {
                throw new MalformedException("got a greeting that makes no sense");
            }
            return hello;
        }
    }

    /** The acceptor agrees; the proof is empty if there is no secret. */
    record Welcome(int version, NodeId id, long clusterId, Bytes nonce, Bytes proof) {
        static Welcome to(
                Hello hello,
                Bytes encodedHello,
                NodeId self,
                long clusterId,
                Bytes nonce,
                @Nullable ClusterSecret secret) {
            int version = Math.min(hello.versions.max(), Versions.OWN.max());
            var unproven = new Welcome(version, self, clusterId, nonce, Bytes.EMPTY);
            return secret == null
                    ? unproven
                    : unproven.with(secret.proof(WELCOMES, encodedHello, unproven.encode()));
        }

        private Welcome with(Bytes itsProof) {
            return new Welcome(version, id, clusterId, nonce, itsProof);
        }

        boolean holds(@Nullable ClusterSecret secret, Bytes encodedHello) {
            return secret == null
                    || secret.holds(proof, WELCOMES, encodedHello, with(Bytes.EMPTY).encode());
        }

        Bytes encode() {
            return new ByteWriter(128)
                    .varint(version)
                    .u64(id.value())
                    .u64(clusterId)
                    .bytes(nonce)
                    .bytes(proof)
                    .toBytes();
        }

        static Welcome decode(Bytes bytes) {
            var in = new ByteReader(bytes);
            var welcome =
                    new Welcome(
                            in.count(0xffff),
                            new NodeId(in.u64()),
                            in.u64(),
                            in.bytes(),
                            in.bytes());
            in.finish();
            if (!welcome.id.bound() || welcome.nonce.size() != NONCE_BYTES) {
                throw new MalformedException("got a welcome that makes no sense");
            }
            return welcome;
        }
    }

    /**
     * No, and why.
     *
     * @param id who refuses, {@link NodeId#UNBOUND} if it does not say
     * @param proof that the refusal comes from somebody with the secret, else empty
     */
    record Refused(String why, NodeId id, long clusterId, Bytes proof) {
        static Refused from(
                String why,
                Bytes encodedHello,
                NodeId self,
                long clusterId,
                @Nullable ClusterSecret secret) {
            var unproven = new Refused(why, self, clusterId, Bytes.EMPTY);
            return secret == null
                    ? unproven
                    : unproven.with(secret.proof(REFUSES, encodedHello, unproven.encode()));
        }

        private Refused with(Bytes itsProof) {
            return new Refused(why, id, clusterId, itsProof);
        }

        boolean holds(@Nullable ClusterSecret secret, Bytes encodedHello) {
            return secret == null
                    || secret.holds(proof, REFUSES, encodedHello, with(Bytes.EMPTY).encode());
        }

        Bytes encode() {
            return new ByteWriter(128)
                    .string(why)
                    .u64(id.value())
                    .u64(clusterId)
                    .bytes(proof)
                    .toBytes();
        }

        static Refused decode(Bytes bytes) {
            var in = new ByteReader(bytes);
            return new Refused(printable(in.string()), new NodeId(in.u64()), in.u64(), in.bytes());
        }

        /** The text goes into this node's log: a stranger must not be able to write lines there. */
        private static String printable(String text) {
            return text.replaceAll("\\p{Cntrl}", "?");
        }
    }

    /** What the dialler proves with, once it has been welcomed. */
    static Bytes diallersProof(@Nullable ClusterSecret secret, Bytes hello, Bytes welcome) {
        return secret == null ? Bytes.EMPTY : secret.proof(DIALLED, hello, welcome);
    }

    static boolean diallersProofHolds(
            @Nullable ClusterSecret secret, Bytes proof, Bytes hello, Bytes welcome) {
        return secret == null || secret.holds(proof, DIALLED, hello, welcome);
    }

    /** Why the acceptor cannot talk to this dialler; null if it can. */
    static @Nullable String objection(
            Hello hello, Versions own, NodeId self, long clusterId, boolean secret) {
        if (hello.versions.max() < own.min() || hello.versions.min() > own.max()) {
            return "peer protocol " + own + " is spoken here, not " + hello.versions;
        }
        if (hello.proves != secret) {
            return secret
                    ? "a cluster secret is needed here and the other side has none"
                    : "the other side has a cluster secret and there is none here";
        }
        if (hello.id.equals(self)) {
            return "that is this node itself";
        }
        if (differ(hello.clusterId, clusterId)) {
            return otherCluster(clusterId, hello.clusterId);
        }
        if (hello.expected.bound() && !hello.expected.equals(self)) {
            return "this is node "
                    + self
                    + ", not "
                    + hello.expected
                    + ": its data folder was lost or swapped";
        }
        return null;
    }

    /** What the dialler checks again, lest a careless acceptor let it in. */
    static @Nullable String objection(Welcome welcome, NodeId expected, NodeId self) {
        Versions own = Versions.OWN;
        if (welcome.version < own.min() || welcome.version > own.max()) {
            return "peer protocol " + own + " is spoken here, not " + welcome.version;
        }
        if (welcome.id.equals(self) || (expected.bound() && !welcome.id.equals(expected))) {
            return "node " + welcome.id + " answers, not " + expected;
        }
        return null;
    }

    /** Two nodes can meet while either belongs to no cluster yet. */
    static boolean differ(long clusterId, long other) {
        return clusterId != 0 && other != 0 && clusterId != other;
    }

    static String otherCluster(long here, long there) {
        return "this is cluster "
                + Long.toHexString(here)
                + ", the other side belongs to "
                + Long.toHexString(there);
    }
}
