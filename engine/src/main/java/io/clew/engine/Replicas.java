package io.clew.engine;

import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Membership;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The replicas that a node holds, by shard; which of them have something to do, and when; and what
 * is left of those that were taken away.
 *
 * <p>A replica that is taken away is first written down as gone; only when that is durable its
 * files are deleted, and only after that another one of the shard may come.
 */
final class Replicas {
    private record Due(long deadline, int shard) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(deadline, other.deadline);
            return byTime != 0 ? byTime : Integer.compare(shard, other.shard);
        }
    }

    private final TreeMap<Integer, Replica> held = new TreeMap<>();

    /** The number of the newest replica of each shard that was taken away, 0 if it is forgotten. */
    private final TreeMap<Integer, Integer> graves;

    /** By shard what is to be written down of one that was taken away. */
    private final TreeMap<Integer, LogWrite> unburied = new TreeMap<>();

    /** By shard the sequence of the write that says that it is gone. */
    private final TreeMap<Integer, Long> buried = new TreeMap<>();

    /** Their files are being deleted. */
    private final TreeSet<Integer> dropping = new TreeSet<>();

    private final TreeSet<Integer> touched = new TreeSet<>();
    private final TreeMap<Integer, Due> dues = new TreeMap<>();
    private final TreeSet<Due> timetable = new TreeSet<>();

    /** By shard the sequence of the last write that is not known to be durable. */
    private final TreeMap<Integer, Long> writing = new TreeMap<>();

    Replicas(SortedMap<Integer, Integer> graves) {
        this.graves = new TreeMap<>(graves);
    }

    Replica get(int shard) {
        Replica replica = held.get(shard);
        if (replica == null) {
            throw new Invariant.Broken("shard " + shard + " is not on this node");
        }
        return replica;
    }

    @Nullable Replica find(int shard) {
        return held.get(shard);
    }

    boolean holds(Replica replica) {
        return held.get(replica.shard()) == replica;
    }

    /** How many shards the cluster has, 1 while this node knows of none. */
    int shards() {
        Membership cluster = get(0).raft().membership();
        return cluster.clusterId() == 0 ? 1 : cluster.shards();
    }

    Collection<Replica> all() {
        return held.values();
    }

    int size() {
        return held.size();
    }

    /** Takes a replica in; the one that was there before, if any, is forgotten. */
    void put(Replica replica) {
        Replica before = held.put(replica.shard(), replica);
        if (before != null) {
            before.gone();
        }
        touch(replica.shard());
        rest(replica);
    }

    /** Whether a replica with this number may come: it is new, and nothing is left of others. */
    boolean admits(int shard, int number) {
        return !held.containsKey(shard)
                && graves.getOrDefault(shard, 0) < number
                && !unburied.containsKey(shard)
                && !buried.containsKey(shard)
                && !dropping.contains(shard);
    }

    /** Takes a replica away for good. */
    void bury(int shard) {
        Replica replica = get(shard);
        replica.abandon("the shard was moved away from this node");
        int number = replica.raft().self().replica();
        bury(replica, number, new LogWrite(HardState.gone(number), null, 0, List.of()));
    }

    /**
     * Takes a replica away of which nobody else has ever heard: any number may come after it, since
     * another cluster counts from the beginning.
     */
    void forget(int shard) {
        bury(get(shard), 0, LogWrite.FORGOTTEN);
    }

    private void bury(Replica replica, int number, LogWrite farewell) {
        int shard = replica.shard();
        Invariant.check(shard != 0, "no node is without the cluster's group", shard, 0);
        replica.gone();
        graves.put(shard, number);
        unburied.put(shard, farewell);
        held.remove(shard);
        touched.remove(shard);
        writing.remove(shard);
        Due due = dues.remove(shard);
        if (due != null) {
            timetable.remove(due);
        }
    }

    /** Whether nothing is left to do for any that was taken away. */
    boolean tidy() {
        return unburied.isEmpty() && buried.isEmpty() && dropping.isEmpty();
    }

    void touch(int shard) {
        touched.add(shard);
    }

    /** The next replica that something has happened to, the lowest shard first; null if none. */
    @Nullable Replica nextTouched() {
        Integer shard = touched.pollFirst();
        return shard == null ? null : get(shard);
    }

    /** How many groups are led from here. */
    int leads() {
        return (int) held.values().stream().filter(r -> r.raft().leads()).count();
    }

    boolean anyTouched() {
        return !touched.isEmpty();
    }

    /** Hands all leadership over; whether there was any. */
    boolean resign(long now) {
        boolean led = false;
        for (Replica replica : held.values()) {
            if (replica.raft().leads()) {
                led = true;
                var _ = replica.raft().transfer(null, now);
                touch(replica.shard());
            }
        }
        return led;
    }

    /** To be told when a replica has done all it could. */
    void rest(Replica replica) {
        var due = new Due(replica.deadline(), replica.shard());
        Due before = dues.put(replica.shard(), due);
        if (!due.equals(before)) {
            if (before != null) {
                timetable.remove(before);
            }
            timetable.add(due);
        }
    }

    long deadline() {
        return timetable.isEmpty() ? Long.MAX_VALUE : timetable.first().deadline;
    }

    void tick(long now) {
        var late = new ArrayList<Replica>();
        for (Due due : timetable) {
            if (due.deadline > now) {
                break;
            }
            late.add(get(due.shard));
        }
        for (Replica replica : late) {
            touch(replica.shard());
            replica.tick(now);
        }
    }

    /** What the replicas that were taken away leave in the log. */
    List<ShardWrite> farewells(long sequence) {
        var writes = new ArrayList<ShardWrite>();
        unburied.forEach(
                (shard, farewell) -> {
                    writes.add(new ShardWrite(shard, farewell));
                    buried.put(shard, sequence);
                });
        unburied.clear();
        return writes;
    }

    void writes(int shard, long sequence) {
        writing.put(shard, sequence);
    }

    /** The writes up to and with this sequence are durable. */
    void written(long now, long sequence, List<SnapshotTask> tasks) {
        writing.putIfAbsent(0, sequence); // Its leader watches the disk of the node.
        for (int shard : writing.keySet()) {
            get(shard).raft().written(now, sequence);
            touch(shard);
        }
        writing.values().removeIf(last -> last <= sequence);
        buried.forEach(
                (shard, farewell) -> {
                    if (farewell <= sequence) {
                        dropping.add(shard);
                        tasks.add(new SnapshotTask.Drop(shard));
                    }
                });
        buried.values().removeIf(farewell -> farewell <= sequence);
    }

    void dropped(int shard) {
        Invariant.check(dropping.remove(shard), "only what was ordered is dropped", shard, 0);
    }
}
