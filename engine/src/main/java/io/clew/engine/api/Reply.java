package io.clew.engine.api;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** The one outcome of a {@link Request}. */
public sealed interface Reply {
    /** A write is durable and applied. */
    sealed interface Written extends Reply {
        /** The index of the entry that applied it; of a clear, of the first shard's. */
        long revision();

        /** How far the logs of other shards go that took part in it, none but for a clear. */
        SortedMap<Integer, Long> others();

        /** The same of a write in which other shards took part. */
        Written with(SortedMap<Integer, Long> others);
    }

    /**
     * The write is durable and applied.
     *
     * @param revision the index of its entry
     */
    record Done(long revision, SortedMap<Integer, Long> others) implements Written {
        public Done(long revision) {
            this(revision, Collections.emptySortedMap());
        }

        @Override
        public Done with(SortedMap<Integer, Long> changed) {
            return new Done(revision, Collections.unmodifiableSortedMap(changed));
        }
    }

    /**
     * The keyed write is durable and applied.
     *
     * @param revision the index of the entry that applied it, the same for every repetition
     * @param repeated whether it had been applied before
     * @param next for keys of further writes
     */
    record DoneOnce(
            long revision, boolean repeated, WriteToken next, SortedMap<Integer, Long> others)
            implements Written {
        public DoneOnce(long revision, boolean repeated, WriteToken next) {
            this(revision, repeated, next, Collections.emptySortedMap());
        }

        @Override
        public DoneOnce with(SortedMap<Integer, Long> changed) {
            var seen = Collections.unmodifiableSortedMap(changed);
            return new DoneOnce(revision, repeated, next, seen);
        }
    }

    /**
     * Not applied, whatever may have been applied under this key before.
     *
     * @param next for keys of further writes
     */
    record KeyRefused(KeyFault fault, WriteToken next) implements Reply {}

    /**
     * @param revision the revision of the write that stored the value
     */
    record Found(Bytes value, long revision, Served served) implements Reply {}

    /** There is no such key. */
    record Missing(Served served) implements Reply {}

    /**
     * Not applied: this node does not lead.
     *
     * @param leader the leader's address, null if none is known
     */
    record NotLeader(@Nullable String leader) implements Reply {}

    /** Not applied, may be tried again: too much is pending, or the cluster is not ready. */
    record Refused(String why) implements Reply {}

    /** Not applied: there is no room for it until something is deleted. */
    record Full(String why) implements Reply {}

    /** A write that may or may not have been, or may yet be, applied. */
    record Unknown(String why) implements Reply {}

    /** The request makes no sense in this configuration, and was not carried out. */
    record Rejected(String why) implements Reply {}

    /**
     * @param index of the configuration's entry
     * @param leader the leader's address, null if none is known
     */
    record Members(
            Membership membership,
            long index,
            boolean committed,
            List<KnownMember> members,
            @Nullable String leader)
            implements Reply {
        public Members {
            members = List.copyOf(members);
        }
    }

    /**
     * @param match how much of the log it is known to have on disk, -1 where the node asked cannot
     *     know
     * @param answers whether it answered lately, as far as the node asked can know
     */
    record KnownMember(Member member, long match, boolean answers) {}

    /**
     * @param placement null in a cluster with one shard, or before the first placement
     */
    record Shards(List<ShardView> shards, @Nullable Placement placement) implements Reply {
        public Shards {
            shards = List.copyOf(shards);
        }
    }

    /**
     * A shard as the node asked sees it.
     *
     * @param members the addresses of those that carry it
     * @param leader the leader's address, null if none is known
     * @param term the newest that is known
     * @param applied the last entry that is known to be applied by the leader, or here
     */
    record ShardView(
            int shard, List<String> members, @Nullable String leader, long term, long applied) {
        public ShardView {
            members = List.copyOf(members);
        }
    }

    record Inspected(Status status) implements Reply {}

    /**
     * The node asked takes no part in the group of that shard.
     *
     * @param shards how many there are, as far as it knows
     * @param carriers the addresses of those that do; none if there is no such shard, or if they
     *     are not known
     */
    record NotCarried(int shard, int shards, List<String> carriers) implements Reply {
        public NotCarried {
            carriers = List.copyOf(carriers);
        }
    }

    record LogPage(LogId snapshot, long commit, long applied, long last, List<Entry> entries)
            implements Reply {
        public LogPage {
            entries = List.copyOf(entries);
        }
    }

    /** The hand-over has been started, or there was nothing to hand over. */
    record Resigned(boolean wasLeader) implements Reply {}

    record WindowVoted(long term, boolean granted) implements Reply {}

    record WindowAppended(long term, boolean success) implements Reply {}
}
