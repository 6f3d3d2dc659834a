package io.clew.transport.peer;

import org.jspecify.annotations.Nullable;

/** What a frame is; the code is what travels. */
enum FrameType {
    /** Dialler: who I am and whom I expect. Its layout is the same in all versions. */
    HELLO(1),
    /** Acceptor: who I am, and my proof. */
    WELCOME(2),
    /** Either: why this connection cannot be. Its layout is the same in all versions. */
    REFUSED(3),
    /** Dialler: my proof. */
    PROOF(4),
    /** Dialler: the cluster that I belong to has changed. */
    CLUSTER(5),
    /** Dialler: a whole message. */
    DATA(6),
    /** Dialler: the next piece of a message that is larger than a frame. */
    DATA_PART(7),
    /** Dialler: are you there? */
    PING(8),
    /** Acceptor: I am here; the first one ends the handshake. */
    PONG(9);

    private static final FrameType[] ALL = values();

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static @Nullable FrameType of(int code) {
        return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }
}
