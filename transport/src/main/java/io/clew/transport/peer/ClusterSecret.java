package io.clew.transport.peer;

import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What all nodes of a cluster know and strangers do not; used to prove, never sent. */
public final class ClusterSecret {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public ClusterSecret(byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("the cluster secret is empty");
        }
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * @param role who proves what, so that nobody can answer with the other side's own proof
     * @param transcript all that was said so far, both sides' random numbers included
     */
    Bytes proof(String role, Bytes... transcript) {
        var said = new ByteWriter(256).string(role);
        for (Bytes part : transcript) {
            said.bytes(part);
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(said.buffer(), 0, said.size());
            return Bytes.of(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Takes the same time wherever the first difference is. */
    boolean holds(Bytes proof, String role, Bytes... transcript) {
        return MessageDigest.isEqual(proof.array(), proof(role, transcript).array());
    }

    /** Not the secret: this may end up in a log. */
    @Override
    public String toString() {
        return "ClusterSecret";
    }
}
