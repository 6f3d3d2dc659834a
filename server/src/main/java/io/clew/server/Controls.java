package io.clew.server;

import io.clew.transport.http.LocalControls;
import io.clew.transport.peer.PeerNetwork;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What HTTP can ask of this process: whether it is ready, and to cut itself off from others. */
final class Controls implements LocalControls {
    private final PeerNetwork peers;
    private final PartitionFile file;
    private final Supplier<NodeThreads> node;
    private volatile boolean healthy;

    /**
     * @param node not asked for before there is one
     */
    Controls(PeerNetwork peers, Path dataFolder, Supplier<NodeThreads> node) {
        this.peers = peers;
        this.file = new PartitionFile(dataFolder);
        this.node = node;
    }

    /** Restores the partition of before the restart. */
    void restorePartition() {
        Set<String> only = file.read();
        if (only != null) {
            peers.restrictTo(only);
        }
    }

    void healthy(boolean yes) {
        healthy = yes;
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    @Override
    public int shards() {
        return node.get().shards();
    }

    @Override
    public long cluster() {
        return node.get().cluster();
    }

    @Override
    public void partition(List<String> members) {
        var only = new TreeSet<String>();
        for (String member : members) {
            only.add(HostPort.parse("a peer", member).toString());
        }
        file.write(only);
        peers.restrictTo(only);
    }

    @Override
    public void heal() {
        file.write(null);
        peers.restrictTo(null);
    }
}
