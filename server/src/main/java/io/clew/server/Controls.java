package io.clew.server;

import io.clew.transport.http.LocalControls;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What HTTP can ask of this process: whether it is ready, and to cut itself off from others. */
final class Controls implements LocalControls {
    private final Consumer<@Nullable Set<String>> restriction;
    private final PartitionFile file;
    private final BooleanSupplier joining;
    private final BooleanSupplier onItsWay;
    private final Supplier<NodeThreads> node;
    private volatile boolean healthy;

    /**
     * @param restriction told with whom alone this node may talk, null if with everybody
     * @param joining whether the node waits to be taken into a cluster
     * @param onItsWay whether an order to join is being judged; asked only once there is a node
     * @param node not asked for before there is one
     */
    Controls(
            Consumer<@Nullable Set<String>> restriction,
            Path dataFolder,
            BooleanSupplier joining,
            BooleanSupplier onItsWay,
            Supplier<NodeThreads> node) {
        this.restriction = restriction;
        this.file = new PartitionFile(dataFolder);
        this.joining = joining;
        this.onItsWay = onItsWay;
        this.node = node;
    }

    /** Restores the partition of before the restart. */
    void restorePartition() {
        Set<String> only = file.read();
        if (only != null) {
            restriction.accept(only);
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
    public boolean joining() {
        return joining.getAsBoolean();
    }

    @Override
    public boolean onItsWay() {
        return onItsWay.getAsBoolean();
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
            only.add(Addresses.parse("a peer", member).toString());
        }
        restrict(only);
    }

    @Override
    public void heal() {
        restrict(null);
    }

    /** One at a time: what a restart will read is what is in force, whoever orders meanwhile. */
    private synchronized void restrict(@Nullable Set<String> only) {
        file.write(only);
        restriction.accept(only);
    }
}
