package io.clew.server;

import io.clew.transport.http.LocalControls;

import java.util.List;

/** A healthy process with one shard, in no cluster, that cannot be cut off. */
final class NoControls implements LocalControls {
    @Override
    public boolean healthy() {
        return true;
    }

    @Override
    public long cluster() {
        return 0;
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public boolean joining() {
        return false;
    }

    @Override
    public boolean onItsWay() {
        return false;
    }

    @Override
    public void partition(List<String> peers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void heal() {
        throw new UnsupportedOperationException();
    }
}
