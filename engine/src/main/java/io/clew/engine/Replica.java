package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Served;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.KeyedOutcome;
import io.clew.engine.kv.KvView;
import io.clew.engine.kv.StateMachine;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.RaftOutbox;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.wire.CommandCodec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * One shard on one node: the group's Raft, the state machine, and the requests that wait on both.
 */
public final class Replica {
    private static final String TOO_MANY = "too many requests are in flight";

    /** Bytes of entries after which a step applies no more: each value is hashed. */
    private static final long APPLY_BYTES_MAX = 4 << 20;

    /** What clients of a condemned node are told. */
    static final String UNTRUSTED = "this node's state is wrong, it must be rebuilt";

    private final int shard;
    private final EngineConfig config;
    private final Surroundings around;
    private final Raft raft;
    private final List<Effects.Answer> answers;
    private final Pending pending;
    private final LocalReads localReads;
    private final StateComparison comparison;
    private final KeyedWrites keyedWrites;
    private final Handovers handovers;
    private StateMachine state;

    private final FileWork files;
    private final StateBudget.Share held;
    private boolean leading;

    /** Answers that wait for other shards. */
    private int owed;

    /** When to go on applying what one step was too short for. */
    private long applyAt = Long.MAX_VALUE;

    private Replica(int shard, Surroundings around, Raft raft, StateMachine state) {
        this.shard = shard;
        this.around = around;
        this.config = around.config();
        this.answers = around.answers();
        this.pending = new Pending(answers);
        this.localReads = new LocalReads(answers);
        this.raft = raft;
        this.keyedWrites = new KeyedWrites(shard, config.keyLimits(), raft);
        this.handovers = new Handovers(raft, answers);
        this.state = state;
        this.files = new FileWork(shard, around, raft);
        this.held = around.states().share();
        this.comparison = new StateComparison(raft, config.electionMaxNanos(), state);
    }

    static Replica recovered(
            int shard,
            Surroundings around,
            Membership initial,
            Recovered.@Nullable Shard recovered,
            long now) {
        SnapshotState snapshot = recovered == null ? null : recovered.snapshot();
        var raft =
                new Raft(
                        around.timers(),
                        recovered == null
                                ? around.node()
                                : around.node().replica(recovered.hard().replica()),
                        recovered == null ? HardState.INITIAL : recovered.hard(),
                        initial,
                        recovered == null ? null : recovered.snapshotId(),
                        snapshot == null ? null : snapshot.configured(),
                        recovered == null ? List.of() : recovered.entries(),
                        now);
        StateMachine state = recovered == null ? new StateMachine() : recovered.state();
        return new Replica(shard, around, raft, state);
    }

    /** One of the first replicas of a shard, see {@link Raft#founding}. */
    static Replica founding(
            int shard,
            Surroundings around,
            NodeId self,
            Membership founders,
            boolean leads,
            long now) {
        Raft raft = Raft.founding(around.timers(), self, founders, leads, now);
        return new Replica(shard, around, raft, new StateMachine());
    }

    /** A replica that waits to be told of its group. */
    static Replica waiting(int shard, Surroundings around, NodeId self, long now) {
        Raft raft = Raft.waiting(around.timers(), self, now);
        return new Replica(shard, around, raft, new StateMachine());
    }

    /** A replica that takes the place of this one and knows nothing; see {@link #alone}. */
    Replica afresh(long now) {
        Raft blank = Raft.afresh(around.timers(), around.node(), now);
        return new Replica(shard, around, blank, new StateMachine());
    }

    /** Why this replica cannot be given up, null if it is alone, empty, and was never otherwise. */
    @Nullable String alone() {
        return files.saving()
                ? "a snapshot is being taken"
                : Renunciation.refusal(raft, state.size());
    }

    /** Whether all requests are answered, and all entries are on disk and in the state. */
    boolean quiet() {
        long last = raft.log().lastIndex();
        return waiting() == 0 && raft.log().durable() == last && state.appliedIndex() == last;
    }

    /** How many requests are not answered yet. */
    private int waiting() {
        return pending.size() + localReads.size() + handovers.size() + owed;
    }

    /** More or fewer answers of this shard wait for other shards. */
    void owe(int more) {
        owed += more;
    }

    public int shard() {
        return shard;
    }

    public Raft raft() {
        return raft;
    }

    public StateMachine state() {
        return state;
    }

    /** Whether this node leads, may accept writes, and has applied an entry of its own term. */
    boolean serving() {
        return raft.settled()
                && raft.membership().bound()
                && raft.log().term(state.appliedIndex()) == raft.term();
    }

    long deadline() {
        long reads = Math.min(pending.deadline(), localReads.deadline());
        long own = Math.min(raft.deadline(), applyAt);
        return Math.min(own, Math.min(reads, handovers.deadline()));
    }

    void tick(long now) {
        if (raft.deadline() <= now) {
            raft.tick(now);
        }
        pending.expire(now);
        handovers.expire(now);
        localReads.expire(now, i -> "entry " + i + " was not applied here in time");
    }

    void write(long now, long token, Command.Write command) {
        if (!answered(token, refusal(raft.refusal())) && !answered(token, full(command))) {
            propose(now, token, command);
        }
    }

    /** One whose outcome is known already is answered from there, and not written again. */
    void write(long now, long token, Request.KeyedWrite request) {
        if (!answered(token, refusal(raft.refusal()))
                && !answered(token, keyedWrites.early(request, state))
                && !answered(token, full(request.command()))) {
            propose(now, token, keyedWrites.command(now, request, state));
        }
    }

    /** What takes away is always accepted, or nothing could ever be done about it. */
    private @Nullable Reply full(Command.Write command) {
        StateBudget states = around.states();
        return command instanceof Command.Put && states.full()
                ? new Reply.Full("this node holds " + (states.limit() >> 20) + " MiB, as it may")
                : null;
    }

    /** Gives an answer at once, if there is one. */
    private boolean answered(long token, @Nullable Reply early) {
        if (early != null) {
            answers.add(new Effects.Answer(token, early));
        }
        return early != null;
    }

    private void propose(long now, long token, Command command) {
        answerOnceApplied(now, token, raft.propose(CommandCodec.encode(command)));
    }

    private void answerOnceApplied(long now, long token, Entry entry) {
        leading = true;
        pending.addWrite(entry.index(), entry.term(), token, now + config.requestTimeoutNanos());
    }

    /** Changes the placement; only of shard 0. */
    void place(long now, long token, PlacementChange change) {
        if (!answered(token, refusal(raft.refusal()))) {
            propose(now, token, new Command.Place(change));
        }
    }

    /**
     * Begins a change of the members, or says why not.
     *
     * @param objection why it must not be, null if it may
     */
    void change(
            long now,
            long token,
            Request.ChangeMembers request,
            Function<Change, @Nullable Reply> objection) {
        if (answered(token, refusal(raft.refusalToChange()))) {
            return;
        }
        switch (MemberOrder.judge(request, raft, now, objection)) {
            case MemberOrder.Answer(Reply reply) -> answers.add(new Effects.Answer(token, reply));
            case MemberOrder.Begin(Change change) ->
                    answerOnceApplied(now, token, raft.propose(change, now));
        }
    }

    void transfer(long now, long token, @Nullable String to) {
        if (!answered(token, refusal(null))) {
            handovers.begin(now, token, to, now + config.requestTimeoutNanos());
        }
    }

    /** Voters leave it to their leader; learners ask it how far they must see. */
    void read(long now, long token, Bytes key) {
        String why = raft.membership().bound() ? null : "the cluster is not complete yet";
        if (answered(token, raft.forwardsReads() ? busy(why) : refusal(why))) {
            return;
        }
        leading |= raft.leads();
        long until = now + config.requestTimeoutNanos();
        raft.read(pending.addRead(token, key, until), until);
    }

    /** Answered at the end of the step, if as much is applied by then as the reader has seen. */
    void readLocally(long now, long token, Request.LocalRead read) {
        String why = raft.membership().clusterId() == 0 ? "this node is in no cluster yet" : null;
        if (answered(token, busy(why))) {
            return;
        }
        long wait = Math.min(read.waitNanos(), config.requestTimeoutNanos());
        localReads.add(token, read, state.appliedIndex(), now + wait);
    }

    private Reply local(long now, Request.LocalRead read) {
        long freshAt = raft.freshAt(state.appliedIndex());
        long staleness = LocalReads.staleness(freshAt, now);
        Reply tooOld = LocalReads.tooOld(read, staleness);
        return tooOld != null ? tooOld : lookup(read.key(), staleness);
    }

    private @Nullable Reply refusal(@Nullable String why) {
        Reply elsewhere = elsewhere();
        return elsewhere != null ? elsewhere : busy(why);
    }

    private @Nullable Reply busy(@Nullable String why) {
        if (waiting() >= config.pendingMax()) {
            return new Reply.Refused(TOO_MANY);
        }
        return why == null ? null : new Reply.Refused(why);
    }

    /** What requests are told that only a leader can take, null if this node leads. */
    Reply.@Nullable NotLeader elsewhere() {
        return raft.leads() ? null : new Reply.NotLeader(leaderAddress());
    }

    /**
     * Whoever hears its leader knows it from there. What others say of it helps only who is not in
     * the group: a member that is cut off must not name a leader that it has lost.
     */
    @Nullable String leaderAddress() {
        NodeId leader = raft.leader();
        Directory directory = around.directory();
        if (leader != null) {
            return directory.address(leader);
        }
        return raft.membership().contains(raft.self()) ? null : directory.hint(shard, raft.term());
    }

    FileWork files() {
        return files;
    }

    /** This replica was taken away. */
    void gone() {
        files.gone();
        held.end();
    }

    void chunkReceived(Event.ChunkReceived chunk) {
        files.received();
        SnapshotState complete = chunk.complete();
        if (complete == null) {
            raft.chunkStored(chunk.from(), chunk.snapshot(), chunk.next());
        } else if (raft.snapshotComplete(chunk.from(), chunk.snapshot(), complete.configured())) {
            // The snapshot takes the place of the state, it is not merged into it (S8).
            state = complete.state();
            files.covered();
            comparison.restart(state);
        }
    }

    /** Why this replica must not be trusted any more, null if it may. */
    @Nullable String condemned() {
        return comparison.condemned();
    }

    /** Gives up, and leaves nobody without an answer. */
    void abandon(String why) {
        pending.abandon(0);
        handovers.expire(Long.MAX_VALUE);
        localReads.abandon(why);
    }

    /** The end of a step: what has become possible is done. */
    void flush(long now) {
        if (leading && !raft.leads()) {
            leading = false;
            pending.abandon(raft.commit());
        }
        raft.flush(now);
        keyedWrites.stepped(now, state);
        RaftOutbox outbox = raft.outbox();
        handovers.settle();
        outbox.droppedReads.forEach(pending::dropRead);
        outbox.droppedReads.clear();
        outbox.grants.forEach(pending::granted);
        outbox.grants.clear();
        apply(now);
        comparison.flush(now);
        if (condemned() != null) {
            return;
        }
        pending.serve(state.appliedIndex(), key -> lookup(key, Served.UNBOUNDED));
        localReads.serve(state.appliedIndex(), read -> local(now, read));
        files.flush(now, state);
    }

    /**
     * As much as a step may take: after a start, or far behind, heartbeats must not wait for all.
     */
    private void apply(long now) {
        long to = Math.min(raft.applicable(), state.appliedIndex() + config.applyEntriesMax());
        long bytes = 0;
        for (long i = state.appliedIndex() + 1; i <= to && bytes < APPLY_BYTES_MAX; i++) {
            Entry entry = raft.log().at(i);
            bytes += entry.sizeBytes();
            KeyedOutcome keyed = state.take(entry);
            files.applied(entry);
            comparison.applied(i, state.hash());
            Reply told = keyed == null ? null : keyedWrites.reply(keyed, state);
            pending.applied(i, entry.term(), told);
        }
        held.holds(state);
        applyAt = state.appliedIndex() < raft.applicable() ? now : Long.MAX_VALUE;
    }

    private Reply lookup(Bytes key, long staleness) {
        KvView.Item item = state.get(key);
        var served = new Served(NodeRole.of(raft), state.appliedIndex(), staleness);
        return item == null
                ? new Reply.Missing(served)
                : new Reply.Found(item.value(), item.revision(), served);
    }
}
