package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.raft.NodeId;
import io.clew.engine.wire.CommandCodec;
import io.clew.engine.wire.NodeMessage;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Clears all shards: first shard 0, whose entry's index is the number of the order, then all others
 * by that number. The answer comes when all have obeyed; after it nothing is asked for again.
 *
 * <p>A shard obeys each number once and never after a higher one, so that asking again, or asking a
 * second leader, does no harm to what was written since.
 */
final class Clears {
    /** What is sent to nodes. */
    interface Mail {
        void send(NodeId to, NodeMessage message);
    }

    /** An order that shard 0 has obeyed. */
    private static final class Order {
        final long token;
        final Reply.Written reply;
        final TreeSet<Integer> missing = new TreeSet<>();

        /** How far into the logs of those that have obeyed whoever goes on must have seen. */
        final TreeMap<Integer, Long> seen = new TreeMap<>();

        long deadline;
        long askAt;

        /** Until when what was asked for last may arrive. */
        long quietAt = Long.MIN_VALUE;

        Order(long token, Reply.Written reply, long deadline) {
            this.token = token;
            this.reply = reply;
            this.deadline = deadline;
        }

        long number() {
            return reply.revision();
        }
    }

    /** Somebody waits to hear that a shard here was cleared by a number. */
    private record Waiting(int shard, long number, NodeId from) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int byShard = Integer.compare(shard, other.shard);
            int byNumber = byShard != 0 ? byShard : Long.compare(number, other.number);
            return byNumber != 0 ? byNumber : from.compareTo(other.from);
        }
    }

    /** An order that is in the log of this term. */
    private record Appended(long number, long term) {}

    private final Surroundings around;
    private final Replicas replicas;
    private final Mail mail;

    /** Requests whose entry in shard 0 is not applied yet, with their deadlines. */
    private final TreeMap<Long, Long> begun = new TreeMap<>();

    private final TreeMap<Long, Order> orders = new TreeMap<>();
    private final TreeSet<Waiting> waiting = new TreeSet<>();

    /** The last number that was appended in each shard that this node leads. */
    private final TreeMap<Integer, Appended> appended = new TreeMap<>();

    Clears(Surroundings around, Replicas replicas, Mail mail) {
        this.around = around;
        this.replicas = replicas;
        this.mail = mail;
    }

    /** A request that clears shard 0 is on its way, and means all shards. */
    void begin(long now, long token) {
        begun.put(token, now + around.config().requestTimeoutNanos());
    }

    boolean any() {
        return !begun.isEmpty();
    }

    long deadline() {
        long deadline = Long.MAX_VALUE;
        for (Order order : orders.values()) {
            deadline = Math.min(deadline, Math.min(order.askAt, order.deadline));
        }
        return deadline;
    }

    /** Holds back what would be the answer, if other shards are still to be cleared. */
    boolean holds(long token, Reply reply, int shards) {
        Long deadline = begun.remove(token);
        if (deadline == null || !(reply instanceof Reply.Written written)) {
            return false;
        }
        var order = new Order(token, written, deadline);
        for (int shard = 1; shard < shards; shard++) {
            order.missing.add(shard);
        }
        orders.put(token, order);
        replicas.get(0).owe(1);
        return true;
    }

    /** Asks whoever has not obeyed yet, and answers whoever waits for that. */
    void step(long now) {
        for (Order order : List.copyOf(orders.values())) {
            if (!replicas.get(0).raft().leads()) {
                // Nor is it worth waiting for more than what was asked for already.
                order.deadline = Math.min(order.deadline, Math.max(now, order.quietAt));
            }
            if (now >= order.deadline) {
                answer(order, new Reply.Unknown("not all shards are known to be cleared"));
            } else if (now >= order.deadline - margin()) {
                order.askAt = order.deadline;
            } else if (now >= order.askAt) {
                order.quietAt = now + margin();
                order.askAt = now + around.config().electionMinNanos() / 4;
                List.copyOf(order.missing).forEach(shard -> ask(shard, order.number()));
            }
        }
        tellWhatIsDone();
    }

    /** What is asked last must not arrive when the client was told, and writes again. */
    private long margin() {
        return around.config().requestTimeoutNanos() / 4;
    }

    private void ask(int shard, long number) {
        Replica own = replicas.find(shard);
        if (own != null && own.raft().leads()) {
            clear(shard, number, around.node());
            return;
        }
        Directory.Leader leader = around.directory().leader(shard);
        if (leader != null && !leader.node().equals(around.node())) {
            mail.send(leader.node(), new NodeMessage.ClearShard(shard, number));
        }
    }

    /** Clears a shard that this node leads; who asks is told once it is done. */
    void clear(int shard, long number, NodeId from) {
        Replica replica = replicas.find(shard);
        if (replica == null || !replica.raft().leads()) {
            return; // It will be asked again, or another one.
        }
        waiting.add(new Waiting(shard, number, from));
        long term = replica.raft().term();
        Appended last = appended.get(shard);
        boolean coming = last != null && last.term == term && last.number >= number;
        boolean obeyed = replica.state().sharding().lastClear() >= number;
        if (!coming && !obeyed && replica.raft().refusal() == null) {
            replica.raft().propose(CommandCodec.encode(new Command.ClearShard(number)));
            appended.put(shard, new Appended(number, term));
        }
        replicas.touch(shard);
    }

    void cleared(NodeMessage.Cleared cleared) {
        for (Order order : List.copyOf(orders.values())) {
            // A later clear of everything was one as well.
            if (order.number() <= cleared.number() && order.missing.remove(cleared.shard())) {
                order.seen.put(cleared.shard(), cleared.applied());
                if (order.missing.isEmpty()) {
                    answer(order, order.reply.with(order.seen));
                }
            }
        }
    }

    private void tellWhatIsDone() {
        for (Waiting each : List.copyOf(waiting)) {
            Replica replica = replicas.find(each.shard);
            if (replica == null || !replica.raft().leads()) {
                waiting.remove(each);
            } else if (replica.state().sharding().lastClear() >= each.number) {
                waiting.remove(each);
                long applied = replica.state().appliedIndex();
                var cleared = new NodeMessage.Cleared(each.shard, each.number, applied);
                if (each.from.equals(around.node())) {
                    cleared(cleared);
                } else {
                    mail.send(each.from, cleared);
                }
            }
        }
    }

    private void answer(Order order, Reply reply) {
        orders.remove(order.token);
        replicas.get(0).owe(-1);
        around.answers().add(new Effects.Answer(order.token, reply));
    }

    /** Nobody is left without an answer. */
    void abandon() {
        for (Order order : List.copyOf(orders.values())) {
            answer(order, new Reply.Unknown("this node does not go on"));
        }
        begun.clear();
    }
}
