package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Reads that single nodes must serve, each asked for again and again until it is. The clients of a
 * tour ask whom they like, and one node that serves is enough for them.
 */
public final class Survey {
    private static final long WAIT_NANOS_MAX = 500 * Setup.MILLI;

    private record Question(SimNode node, int shard, Request request) {
        @Override
        public String toString() {
            return node + ": " + request;
        }
    }

    private final World world;
    private final Clients clients;
    private final List<Question> unserved = new ArrayList<>();

    /** What nodes were asked and have not answered. */
    private final TreeMap<Long, Question> open = new TreeMap<>();

    Survey(World world, Clients clients) {
        this.world = world;
        this.clients = clients;
    }

    /** Forgets what was asked for before. */
    public void begin() {
        unserved.clear();
        open.clear();
    }

    /** Wants a node's own state of a shard, not older than it may be. */
    public void local(SimNode node, int shard, long minIndex, long stalenessNanosMax) {
        Bytes key = keyOf(shard);
        var read = new Request.LocalRead(key, minIndex, WAIT_NANOS_MAX, stalenessNanosMax);
        unserved.add(new Question(node, shard, read));
    }

    /** Wants the newest state of a shard from a node. */
    public void newest(SimNode node, int shard) {
        unserved.add(new Question(node, shard, new Request.Read(keyOf(shard))));
    }

    /**
     * Wants from now on only what some nodes are to be asked for.
     *
     * @param carries who is asked for its own state of a shard
     * @param learns who of them is also asked for the newest one
     */
    public void keep(BiPredicate<SimNode, Integer> carries, BiPredicate<SimNode, Integer> learns) {
        unserved.removeIf(
                q ->
                        !carries.test(q.node, q.shard)
                                || (q.request instanceof Request.Read
                                        && !learns.test(q.node, q.shard)));
    }

    /** Asks for all that was not served. */
    public void ask() {
        for (Question question : unserved) {
            long token = clients.operatorToken();
            SimNode node = question.node;
            open.put(token, question);
            clients.carry(
                    token,
                    node,
                    () -> {
                        if (node.up()) {
                            node.ask(token, question.request);
                        }
                    });
        }
    }

    public boolean served() {
        return unserved.isEmpty();
    }

    void answered(SimNode from, long token, Reply reply) {
        Question question = open.remove(token);
        if (question != null) {
            clients.carry(~token, from, () -> heard(question, reply));
        }
    }

    private void heard(Question question, Reply reply) {
        if (world.trace().listening()) {
            world.trace().line(question + ": " + reply);
        }
        if (reply instanceof Reply.Found || reply instanceof Reply.Missing) {
            unserved.remove(question);
        }
    }

    /** Some key of a shard. */
    private Bytes keyOf(int shard) {
        int shards = world.setup().shards();
        for (int i = 0; ; i++) {
            Bytes key = Bytes.utf8("survey" + i);
            if (Slots.shardOf(key, shards) == shard) {
                return key;
            }
        }
    }

    @Override
    public String toString() {
        return "not served: " + unserved;
    }
}
