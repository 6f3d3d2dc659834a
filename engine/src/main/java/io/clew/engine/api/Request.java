package io.clew.engine.api;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What can be asked of a node. Every request gets exactly one {@link Reply}. */
public sealed interface Request {
    /** Answered once the command is durable on a majority and applied. */
    record Write(Command.Write command) implements Request {}

    /**
     * A write that may be sent again until it is answered: it is applied once, and every time
     * answered as the first time.
     */
    record KeyedWrite(WriteKey key, Command.Write command) implements Request {}

    /**
     * Gives everything away that a node carries, or lets it carry something again; shard 0's leader
     * answers once that is decided, and the moves follow.
     *
     * @param node its address or identity
     */
    record Drain(String node, boolean on) implements Request {}

    /** Lets no replica be moved any more, or lets them again. */
    record PauseMoves(boolean on) implements Request {}

    /** Where the shards are, as far as the node asked knows. */
    record Shards() implements Request {}

    /** A linearizable read. */
    record Read(Bytes key) implements Request {}

    /**
     * A read of this node's own state, as old as that may be.
     *
     * @param minIndex waits until this much is applied; 0 for no waiting
     * @param waitNanos how long at most
     * @param maxStalenessNanos refused if the state may be older; {@code Long.MAX_VALUE} for any
     */
    record LocalRead(Bytes key, long minIndex, long waitNanos, long maxStalenessNanos)
            implements Request {}

    /**
     * Begins a change of the members. Answered with {@link Reply.Done} once its first step is
     * committed; the others follow by themselves.
     *
     * @param removed addresses or, where two members claim one, identities
     */
    record ChangeMembers(List<Member> voters, List<Member> replicas, List<String> removed)
            implements Request {
        public ChangeMembers {
            voters = List.copyOf(voters);
            replicas = List.copyOf(replicas);
            removed = List.copyOf(removed);
        }
    }

    /**
     * Forgets the cluster that this node is alone in, so that another can take it in; rejected if
     * it holds a key or ever had other members.
     *
     * @param trial only says whether it would
     */
    record Renounce(boolean trial) implements Request {}

    /** Local: the configuration as this node knows it. */
    record Members() implements Request {}

    /**
     * About one of the groups that this node takes part in; answered with {@link Reply.NotCarried}
     * where it does not.
     */
    sealed interface OfGroup extends Request {
        int shard();
    }

    /** Local: how this node sees a group. */
    record Inspect(int shard) implements OfGroup {
        /** The cluster's own, which is that of shard 0. */
        public Inspect() {
            this(0);
        }
    }

    /** Local: the retained log. */
    record ReadLog(int shard, long from, int entriesMax) implements OfGroup {}

    /** Begins to hand leadership to the follower that is furthest, if this node leads. */
    record Resign() implements Request {}

    /**
     * Hands leadership over. Answered once the new leader is known, or this one keeps it.
     *
     * @param to the address or identity of a voter, null for the one that is furthest
     */
    record Transfer(@Nullable String to) implements Request {}

    /** A vote request by way of the teaching window; obeys the rules of the peer protocol. */
    record WindowVote(int shard, String candidate, long term, LogId last) implements OfGroup {}

    /** An append by way of the teaching window. */
    record WindowAppend(
            int shard,
            String leader,
            long term,
            LogId previous,
            List<WindowEntry> entries,
            long commit)
            implements OfGroup {
        public WindowAppend {
            entries = List.copyOf(entries);
        }
    }

    record WindowEntry(long index, long term, Command command) {}
}
