package io.clew.server;

import io.clew.engine.Effects;
import io.clew.engine.Effects.Transmission;
import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Reply;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Note;
import io.clew.engine.storage.WriteBatch;

import jdk.jfr.FlightRecorder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Drives the node: the only thread that touches it. Each turn hands over a batch of what waits,
 * then carries out all that came of it, so that many requests share one write and one sync.
 */
final class NodeLoop implements Runnable {
    /** Events of one turn: enough to share a sync, few enough that the disk starts early. */
    private static final int BATCH_MAX = 1024;

    /** A thread that wakes this late was stopped, and so, most likely, was the whole process. */
    private static final long PAUSE_NANOS = 50_000_000;

    /** What the network threads get after a pause to deliver what has arrived meanwhile. */
    private static final long GRACE_NANOS = 20_000_000;

    private static final Event TICKED = new Event.Ticked();
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    private final Node node;
    private final Inbox inbox;
    private final Requests requests;
    private final Outlets outlets;
    private final LongSupplier clock;

    private volatile Reply.@Nullable NotLeader elsewhere;
    private volatile int shards = 1;
    private volatile long cluster;

    private long announcedCluster;
    private List<Member> peers = List.of();
    private @Nullable Membership members;

    // Invariant: every event received before `mark`, taken at `markTime`, is handled once
    // handledCount has reached it. A deadline is judged by that time and never by a later one, so
    // that a heartbeat which waits in the queue is seen before its absence is punished.
    private long handledCount;
    private long mark;
    private long markTime;

    private long expectedBy;
    private long ticksFrom;
    private boolean graceGiven;
    private boolean condemned;

    /** Where effects go; none of these may block. */
    record Outlets(
            Consumer<Transmission> sends,
            Consumer<WriteBatch> writes,
            Consumer<SnapshotTask> tasks,
            PeersOutlet peers,
            Consumer<String> condemned) {}

    /**
     * Told whenever the cluster or its members have changed: who is in it, and with whom to keep
     * connections.
     */
    interface PeersOutlet {
        void update(long clusterId, Membership members, List<Member> peers);
    }

    NodeLoop(Node node, Inbox inbox, Requests requests, Outlets outlets, LongSupplier clock) {
        this.node = node;
        this.inbox = inbox;
        this.requests = requests;
        this.outlets = outlets;
        this.clock = clock;
        this.expectedBy = clock.getAsLong();
        this.ticksFrom = expectedBy;
        tellOfCluster();
        announcePeers();
    }

    @Override
    public void run() {
        while (!inbox.closed()) {
            if (!runOnce()) {
                long wake = Math.max(node.deadline(), ticksFrom);
                expectedBy = wake;
                inbox.await(wake - clock.getAsLong());
            }
        }
    }

    /** Where requests have to go as of the last turn, null if this node leads; for any thread. */
    Reply.@Nullable NotLeader elsewhere() {
        return elsewhere;
    }

    /** How many shards the cluster has, as of the last turn; for any thread. */
    int shards() {
        return shards;
    }

    /** The id of the cluster, as of the last turn, 0 for none; for any thread. */
    long cluster() {
        return cluster;
    }

    /** Ends {@link #run} soon. */
    void stop() {
        inbox.close();
    }

    /** One turn; says whether there was anything to do. */
    boolean runOnce() {
        long now = clock.getAsLong();
        noticePause(now);
        if (handledCount >= mark) {
            mark = inbox.receivedCount();
            markTime = now;
        }
        Turn turn = FlightRecorder.isInitialized() ? Turn.start() : null;
        int handled = handleBatch(now);
        boolean due = handledCount >= mark && markTime >= node.deadline() && now >= ticksFrom;
        if (due) {
            // As of now: what was told in this turn came later than its begin, and what a heartbeat
            // says of its age counts from when it leaves.
            node.handle(clock.getAsLong(), TICKED);
            graceGiven = false;
        }
        if (handled == 0 && !due) {
            return false;
        }
        // Not as of the begin of the turn: what is older than it seems may be told as fresh.
        Effects effects = node.flush(clock.getAsLong());
        // Before the answers: who has one may go on with what it says of a shard.
        tellOfCluster();
        carryOut(effects);
        tellIfCondemned();
        elsewhere = node.elsewhere();
        announcePeers();
        if (turn != null) {
            turn.finish(handled);
        }
        expectedBy = clock.getAsLong();
        return true;
    }

    private void tellIfCondemned() {
        String why = node.condemned();
        if (why != null && !condemned) {
            condemned = true;
            outlets.condemned().accept(why);
        }
    }

    private int handleBatch(long now) {
        int handled = 0;
        while (handled < BATCH_MAX) {
            Event event = inbox.poll();
            if (event == null) {
                break;
            }
            node.handle(now, event);
            handled++;
        }
        handledCount += handled;
        return handled;
    }

    private void noticePause(long now) {
        // Once a tick: where every turn comes late, time must pass all the same.
        if (now - expectedBy > PAUSE_NANOS && !graceGiven) {
            ticksFrom = now + GRACE_NANOS;
            graceGiven = true;
        }
        expectedBy = now;
    }

    private void carryOut(Effects effects) {
        // Frames first: the followers' disks then work at the same time as this one's.
        effects.sends().forEach(outlets.sends());
        if (effects.write() != null) {
            outlets.writes().accept(effects.write());
        }
        effects.tasks().forEach(outlets.tasks());
        effects.answers().forEach(requests::answer);
        effects.notes().forEach(NodeLoop::log);
    }

    /** What somebody should look into stands out from what is as it should be. */
    private static void log(Note note) {
        Note what = note instanceof Note.InShard inShard ? inShard.what() : note;
        switch (what) {
            case Note.Condemned _, Note.StatesDiffer _ -> LOG.error(note.text());
            case Note.DamageFound _, Note.JoinersTakenBack _, Note.LeaversKept _ ->
                    LOG.warn(note.text());
            default -> LOG.info(note.text());
        }
    }

    private void tellOfCluster() {
        shards = node.shards();
        cluster = node.clusterId();
    }

    private void announcePeers() {
        List<Member> now = node.peers();
        Membership membership = node.replica(0).raft().membership();
        if (cluster != announcedCluster || !now.equals(peers) || !membership.equals(members)) {
            announcedCluster = cluster;
            peers = List.copyOf(now);
            members = membership;
            outlets.peers().update(announcedCluster, membership, peers);
        }
    }
}
