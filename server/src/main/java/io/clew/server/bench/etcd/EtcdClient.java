package io.clew.server.bench.etcd;

import io.clew.server.bench.load.LoadClient;
import io.clew.server.bench.load.Operations;
import io.clew.server.bench.load.Tally;
import io.clew.server.bench.load.Workload;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One client of etcd, whose next request leaves when the last one is answered. */
final class EtcdClient implements LoadClient {
    private static final long OPERATION_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private final SharedConnection leader;
    private final SharedConnection reads;
    private final Operations operations;
    private final Workload workload;
    private final Tally tally;
    private @Nullable GrpcCall underWay;
    private long sentNanos;
    private boolean stopped;

    /**
     * @param reads carries the reads
     * @param tally takes what becomes of each request
     */
    EtcdClient(
            SharedConnection leader,
            SharedConnection reads,
            Operations operations,
            Workload workload,
            Tally tally) {
        this.leader = leader;
        this.reads = reads;
        this.operations = operations;
        this.workload = workload;
        this.tally = tally;
    }

    @Override
    public void start() {
        next();
    }

    private void next() {
        if (stopped) {
            return;
        }
        operations.next();
        byte[] key = operations.key().getBytes(StandardCharsets.US_ASCII);
        boolean read = operations.read();
        var call = new CallOfClient(read, key).call();
        underWay = call;
        sentNanos = System.nanoTime();
        (read ? reads : leader).call(call);
    }

    /** Ties an outcome to the request that it belongs to: one that comes too late is no answer. */
    private final class CallOfClient {
        private final boolean read;
        private final GrpcCall call;

        CallOfClient(boolean read, byte[] key) {
            this.read = read;
            this.call =
                    read
                            ? new GrpcCall(
                                    EtcdMessages.RANGE,
                                    EtcdMessages.range(key, workload.stale()),
                                    this::ended)
                            : new GrpcCall(
                                    EtcdMessages.PUT,
                                    EtcdMessages.put(key, operations.valueBytes()),
                                    this::ended);
        }

        GrpcCall call() {
            return call;
        }

        private void ended(@Nullable String failure, ByteBuffer answer) {
            if (underWay != call) {
                return;
            }
            underWay = null;
            if (failure != null) {
                tally.error(failure);
                leader.later(EtcdClient.this::next);
                return;
            }
            if (read && EtcdMessages.valueLength(answer) != workload.valueBytes()) {
                tally.error("a read without the value");
            } else {
                tally.success(read, sentNanos, System.nanoTime());
            }
            next();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean idle() {
        return stopped && underWay == null;
    }

    @Override
    public boolean filled() {
        return operations.filled();
    }

    /** It never runs in an open loop. */
    @Override
    public long overdue(long now, long nanos) {
        return 0;
    }

    @Override
    public void giveUpIfLate(long nowNanos) {
        if (underWay != null && nowNanos - sentNanos > OPERATION_NANOS_MAX) {
            underWay.failed("no answer within 10 s");
        }
    }

    @Override
    public void close() {
        stopped = true;
        leader.close();
        reads.close();
    }
}
