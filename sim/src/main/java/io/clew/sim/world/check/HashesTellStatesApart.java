package io.clew.sim.world.check;

import java.util.Map;
import java.util.TreeMap;

/**
 * By their hashes replicas are compared: equal states must have the same one whatever way they came
 * about, and different states, also those of different moments, must not.
 */
final class HashesTellStatesApart extends Check {
    /** What the hash is after an entry, for all. */
    private final Map<Long, Long> hashes = new TreeMap<>();

    /** Which content has a hash. */
    private final Map<Long, Long> contents = new TreeMap<>();

    HashesTellStatesApart() {
        super("hashes tell states apart");
    }

    /**
     * @param content the digest of what the node must have after the entry, and has
     */
    void look(Step step, long applied, long content) {
        long hash = step.replica().state().hash();
        Long others = hashes.putIfAbsent(applied, hash);
        require(
                others == null || others == hash,
                () -> step.machine() + " has another hash of the same state, after " + applied);
        Long known = contents.putIfAbsent(hash, content);
        require(
                known == null || known == content,
                () -> step.machine() + " has the hash of another state after entry " + applied);
    }
}
