package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;

/** How a call ended. */
public sealed interface Result {
    /** How a read ended. */
    sealed interface Read extends Result {}

    /** How a write ended. */
    sealed interface Written extends Result {}

    /**
     * The key's value.
     *
     * @param revision of the write that stored it: within a shard, later writes have higher ones
     */
    record Value(Bytes value, long revision) implements Read {}

    /** There is no such key. */
    record Missing() implements Read {}

    /**
     * The write is applied, and durable on a majority.
     *
     * @param revision of this write
     */
    record Done(long revision) implements Written {}

    /** The call has had no effect, and never will. */
    record Failed(Cause cause, String why) implements Read, Written {}

    /** The write may have been applied, or may yet be. */
    record Unknown(String why) implements Written {}

    /** Why a call had no effect. */
    enum Cause {
        /** It makes no sense to the cluster, whenever it is sent: a bad key, too large a value. */
        REFUSED,
        /** Nobody could do it in the time it had; it may be tried again. */
        UNAVAILABLE,
        /** More calls were under way than are let in; it may be tried again. */
        TOO_MANY,
        /** The client is closed. */
        CLOSED
    }
}
