package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What requests mean, without a node; notes what they would have a process do. */
final class ApiAlone implements LocalControls {
    static final long CLUSTER = 0x1234_5678_0000_0001L;

    final List<String> orders = new ArrayList<>();
    boolean healthy = true;
    boolean joining;
    boolean onItsWay;

    /** The node {@code h:1}, where a value has 20 bytes at most. */
    KvApi api(boolean windowAndFaults) {
        return new KvApi(new KvApi.Options("h:1", 20, windowAndFaults, windowAndFaults), this);
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    @Override
    public long cluster() {
        return CLUSTER;
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public boolean joining() {
        return joining;
    }

    @Override
    public boolean onItsWay() {
        return onItsWay;
    }

    @Override
    public void partition(List<String> peers) {
        orders.add("partition " + peers);
    }

    @Override
    public void heal() {
        orders.add("heal");
    }

    /** A request's head with one header or none. */
    record Head(
            String method, String target, long contentLength, String name, @Nullable String value)
            implements HttpHead {
        Head(String method, String target, long contentLength) {
            this(method, target, contentLength, "", null);
        }

        /** Announces one byte if something is put, else none. */
        Head(String method, String target, String name, @Nullable String value) {
            this(method, target, method.equals("PUT") ? 1 : 0, name, value);
        }

        @Override
        public @Nullable String header(String wanted) {
            return wanted.equals(name) ? value : null;
        }
    }
}
