package io.clew.transport.http;

import java.util.List;

/** What HTTP can ask of the process around a node. */
public interface LocalControls {
    /** Whether requests can be served, found out without leader or majority. */
    boolean healthy();

    /** The id of the cluster that this node belongs to, 0 while it is in none that is open. */
    long cluster();

    /** How many shards the cluster has, as far as this node knows. */
    int shards();

    /** Whether this node asks to be taken into a cluster, and does not know yet that it was. */
    boolean joining();

    /**
     * Whether this node may be giving its cluster up at this moment, to be taken into another one.
     */
    boolean onItsWay();

    /** Talks to these members alone from now on, also after a restart. */
    void partition(List<String> peers);

    /** Undoes a partition. */
    void heal();
}
