package io.clew.server.bench.load;

import io.netty.bootstrap.Bootstrap;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One client with one request under way at a time, and a connection to each server that it has to
 * do with. Lives on one event loop; an operation that is redirected goes on, with the time it has
 * taken so far.
 */
final class HttpLoadClient implements LoadClient {
    private static final long OPERATION_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_MILLIS = 20;
    private static final int REDIRECTS_MAX = 10;

    private final Bootstrap bootstrap;
    private final Destination destination;
    private final Operations operations;
    private final Pace pace;
    private final Tally tally;
    private final @Nullable HistoryFile history;
    private final Map<InetSocketAddress, LoadConnection> connections = new HashMap<>();
    private final int processStep;

    /** Whose operation has an unknown outcome does nothing more: another takes its place. */
    private int process;

    private boolean busy;
    private boolean stopped;

    /** Of the operation under way. */
    private int shard;

    /** Whom the last request went to. */
    private @Nullable LoadConnection asked;

    /** What its latency counts from. */
    private long dueNanos;

    private long sentNanos;
    private int redirects;

    /** The next request, where it is not due yet. */
    private @Nullable ScheduledFuture<?> turn;

    /**
     * @param client its number among those of the workload, from 0
     */
    HttpLoadClient(Bootstrap bootstrap, HttpClients all, Tally tally, int client) {
        this.bootstrap = bootstrap;
        this.destination = all.destination();
        this.operations = new Operations(all.workload(), client);
        this.pace = Pace.of(all.workload(), client);
        this.tally = tally;
        this.history = all.history();
        this.process = client;
        this.processStep = all.workload().clients();
    }

    @Override
    public void start() {
        next();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean idle() {
        return stopped && !busy;
    }

    @Override
    public boolean filled() {
        return operations.filled();
    }

    @Override
    public long overdue(long now, long nanos) {
        return busy && now - dueNanos > nanos ? pace.due(now) : 0;
    }

    @Override
    public void giveUpIfLate(long now) {
        if (busy && asked != null && now - sentNanos > OPERATION_NANOS_MAX) {
            fail(asked, "no answer within 10 s", HistoryFile.Outcome.UNKNOWN);
        }
    }

    @Override
    public void close() {
        stopped = true;
        if (turn != null) {
            turn.cancel(false);
        }
        connections.values().forEach(LoadConnection::close);
        connections.clear();
    }

    private void next() {
        long now = System.nanoTime();
        dueNanos = operations.filled() ? pace.next(now) : now;
        if (dueNanos <= now) {
            begin();
        } else {
            turn = later(this::begin, dueNanos - now, TimeUnit.NANOSECONDS);
        }
    }

    private ScheduledFuture<?> later(Runnable what, long delay, TimeUnit unit) {
        return bootstrap.config().group().schedule(what, delay, unit);
    }

    private void begin() {
        turn = null;
        if (stopped) {
            return;
        }
        operations.next();
        busy = true;
        redirects = 0;
        sentNanos = System.nanoTime();
        if (history != null) {
            history.begins(process, operations);
        }
        shard = destination.shardOf(operations);
        send(
                operations.read()
                        ? destination.forReads(operations.client(), shard)
                        : destination.leader(shard));
    }

    private void send(InetSocketAddress peer) {
        LoadConnection to = asked;
        if (to == null || !to.peer().equals(peer)) {
            to = connections.get(peer);
            if (to == null) {
                to = new LoadConnection(bootstrap, peer, this, history != null);
                connections.put(peer, to);
            }
            asked = to;
        }
        to.send(operations.request(peer.getHostString()));
    }

    /** The answer is here whole. */
    void answered(LoadConnection by) {
        if (!by.reusable()) {
            drop(by);
        }
        int status = by.status();
        String location = by.location();
        if (status == 307 && location != null && redirects < REDIRECTS_MAX) {
            redirects++;
            InetSocketAddress leader = Destination.address(URI.create(location));
            destination.leads(shard, leader);
            send(leader);
        } else if (status == 200 || (status == 404 && operations.read())) {
            busy = false;
            tally.success(operations.read(), dueNanos, System.nanoTime());
            if (history != null) {
                String found = status == 404 ? null : by.body();
                history.ends(process, HistoryFile.Outcome.OK, operations, found);
            }
            next();
        } else {
            fail(by, "HTTP " + status, outcome(status));
        }
    }

    /** A server, or what stands before it, that fails may have done it: only 503 denies it. */
    private static HistoryFile.Outcome outcome(int status) {
        return status >= 500 && status != 503
                ? HistoryFile.Outcome.UNKNOWN
                : HistoryFile.Outcome.FAIL;
    }

    /** There is no connection, or no longer one: it only matters where an answer is awaited. */
    void lost(LoadConnection lost, String kind) {
        if (busy && lost.equals(asked)) {
            fail(
                    lost,
                    kind,
                    lost.opened() ? HistoryFile.Outcome.UNKNOWN : HistoryFile.Outcome.FAIL);
        } else {
            drop(lost);
        }
    }

    /** Counts the operation as failed, and goes on to the next after a pause. */
    private void fail(LoadConnection by, String kind, HistoryFile.Outcome outcome) {
        tally.error(kind);
        if (history != null) {
            history.ends(process, outcome, operations, null);
            process += outcome == HistoryFile.Outcome.UNKNOWN ? processStep : 0;
        }
        busy = false;
        destination.avoid(shard, by.peer());
        drop(by);
        if (!stopped) {
            turn = later(this::next, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void drop(LoadConnection dropped) {
        connections.remove(dropped.peer(), dropped);
        if (dropped.equals(asked)) {
            asked = null;
        }
        dropped.close();
    }
}
