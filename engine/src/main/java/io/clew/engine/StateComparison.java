package io.clew.engine;

import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Quorum;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.RaftOutbox;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Compares this replica's state with the others', by hashes after the same entry: replicas that
 * apply the same log must have the same state, or memory, a disk or the program is wrong somewhere.
 *
 * <p>The leader asks everybody for the hash after the entry that it has applied last. Whoever has
 * another one than a majority is wrong, the leader included; where no majority agrees, nobody is
 * condemned. Messages may be lost: the next question repeats what was found.
 */
final class StateComparison {
    /** Entries that a follower may be ahead of the question that it is asked. */
    private static final int KEPT = 4096;

    /** Intervals between questions while nothing changes: somebody may have started anew. */
    private static final int UNCHANGED = 10;

    private static final long MEMBERSHIP_FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private final Raft raft;
    private final long intervalNanos;

    /** The hash after each of the last entries, by the lowest digits of the index. */
    private final long[] hashes = new long[KEPT];

    /** The hashes after the entries {@code first} to {@code last} are kept. */
    private long first;

    private long last;

    private @Nullable Membership hashedMembership;
    private long membershipHash;

    /** The question that waits until its entry is applied here. */
    private RaftOutbox.@Nullable Checked question;

    // What the leader has asked and found.
    private long askedAt = Long.MIN_VALUE / 2;
    private long asked;
    private final TreeMap<NodeId, Long> answers = new TreeMap<>();
    private long agreed;
    private long agreedHash;

    /** Whether it was said at once that somebody differs; after that each question says it. */
    private boolean told;

    private @Nullable String condemned;

    StateComparison(Raft raft, long intervalNanos, StateMachine state) {
        this.raft = raft;
        this.intervalNanos = intervalNanos;
        restart(state);
    }

    /** This is the state now; what was before cannot be compared any more. */
    void restart(StateMachine state) {
        first = state.appliedIndex();
        applied(first, state.hash());
    }

    /** The next entry is applied; the hash is that of the items and whatever else there is. */
    void applied(long index, long hash) {
        Membership membership = raft.configuredAt(index).membership();
        if (!membership.equals(hashedMembership)) {
            var crc = new CRC32C();
            crc.update(membership.encode().array());
            membershipHash = crc.getValue() * MEMBERSHIP_FACTOR;
            hashedMembership = membership;
        }
        hashes[slot(index)] = hash + membershipHash;
        last = index;
        first = Math.max(first, index - KEPT + 1);
    }

    /** Why this replica is wrong, null as long as nobody says so. */
    @Nullable String condemned() {
        return condemned;
    }

    /** Takes in what the others say, and asks and answers what is due. */
    void flush(long now) {
        RaftOutbox outbox = raft.outbox();
        outbox.checks.forEach(this::onCheck);
        outbox.checks.clear();
        outbox.hashes.forEach(this::onHashed);
        outbox.hashes.clear();
        answer();
        if (raft.settled()) {
            askIfDue(now);
        }
    }

    private void onCheck(RaftOutbox.Checked asked) {
        question = asked;
        judge(asked.check().agreed(), asked.check().hash());
    }

    private void judge(long index, long hash) {
        if (known(index) && hashes[slot(index)] != hash && condemned == null) {
            condemned =
                    "its state after entry "
                            + index
                            + " has the hash "
                            + Long.toHexString(hashes[slot(index)])
                            + ", that of a majority "
                            + Long.toHexString(hash);
            raft.outbox().notes.add(new Note.Condemned(condemned));
        }
    }

    private void answer() {
        RaftOutbox.Checked waiting = question;
        if (waiting == null || waiting.check().index() > last) {
            return;
        }
        question = null;
        long index = waiting.check().index();
        if (known(index) && waiting.check().term() == raft.term()) {
            raft.sayState(waiting.from(), index, hashes[slot(index)]);
        }
    }

    private void askIfDue(long now) {
        boolean all = agreed == asked && answers.size() == raft.membership().members().size();
        long pause = all && asked == last ? UNCHANGED * intervalNanos : intervalNanos;
        if (!known(last) || now - askedAt < pause) {
            return;
        }
        reportDiscord();
        askedAt = now;
        asked = last;
        told = false;
        answers.clear();
        answers.put(raft.self(), hashes[slot(asked)]);
        raft.checkStates(asked, agreed, agreedHash);
        findAgreement();
    }

    private void onHashed(RaftOutbox.Hashed reply) {
        if (reply.state().index() == asked) {
            answers.put(reply.from(), reply.state().hash());
            findAgreement();
        }
    }

    private void findAgreement() {
        for (long hash : answers.values()) {
            if (agreed < asked && majorityHas(hash)) {
                agreed = asked;
                agreedHash = hash;
                judge(agreed, hash);
            }
        }
        boolean discord = answers.values().stream().anyMatch(h -> h != agreedHash);
        if (agreed == asked && discord && !told) {
            told = true;
            raft.checkStates(asked, agreed, agreedHash); // Whoever is wrong learns it at once.
        }
    }

    private boolean majorityHas(long hash) {
        return Quorum.reached(
                raft.membership(), id -> answers.containsKey(id) && answers.get(id) == hash);
    }

    private void reportDiscord() {
        if (agreed < asked && answers.values().stream().distinct().count() > 1) {
            var text = new StringBuilder();
            for (Map.Entry<NodeId, Long> answer : answers.entrySet()) {
                text.append(text.isEmpty() ? "" : ", ").append(answer.getKey()).append('=');
                text.append(Long.toHexString(answer.getValue()));
            }
            raft.outbox().notes.add(new Note.StatesDiffer(asked, text.toString()));
        }
    }

    private boolean known(long index) {
        return index > 0 && index >= first && index <= last;
    }

    private static int slot(long index) {
        return (int) (index & KEPT - 1);
    }
}
