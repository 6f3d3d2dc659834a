package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.client.Heard.Answered;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One call from its first attempt to its end: goes to whoever leads the shard, follows where it is
 * sent, and pauses and tries again after what had no effect. Lives on the client's event loop.
 */
abstract class Call {
    private static final int REDIRECTS_MAX = 5;
    private static final int WHY_CHARS_MAX = 200;

    private final Cluster cluster;
    private final @Nullable Bytes key;
    private final long attemptNanos;
    private final Pauses pauses;
    private @Nullable Future<?> end;
    private @Nullable Future<?> next;
    private @Nullable Exchange exchange;
    private int redirects;
    private boolean over;
    private boolean cut;
    private Result.Cause cause = Result.Cause.UNAVAILABLE;
    private Runnable after = () -> {};
    private String why = "no time";

    /**
     * @param key null for what concerns all shards, of which the first is in charge
     * @param attemptNanos how long a node may take to answer
     */
    Call(Cluster cluster, @Nullable Bytes key, long attemptNanos, RandomGenerator random) {
        this.cluster = cluster;
        this.key = key;
        this.attemptNanos = attemptNanos;
        this.pauses = new Pauses(random);
    }

    // ---- what differs

    /** Asks a node, by {@link #send}, once all that is needed for that is known. */
    abstract void ask(int shard, String address);

    /** An answer that is neither a redirect nor 503. */
    abstract void answered(int shard, String address, Answered answer);

    /** It was sent, and nobody knows what became of it. */
    abstract void lost(int shard, String address, String reason);

    /** Nothing is tried any more: that is the result. */
    abstract void ended(Result.Cause cause, String reason);

    /** There is an error in this client. */
    abstract void broken(RuntimeException error);

    // ---- what all have in common

    Cluster cluster() {
        return cluster;
    }

    /**
     * Begins.
     *
     * @param nanos how long it may take
     * @param then done when it has its result, before anybody is told
     */
    void begin(long nanos, Runnable then) {
        after = then;
        if (nanos <= 0) {
            finish();
            return;
        }
        end = loop().schedule(() -> cut(Result.Cause.UNAVAILABLE), nanos, TimeUnit.NANOSECONDS);
        step(this::attempt);
    }

    /** An error that the loop swallowed would leave the caller to wait until the deadline. */
    void step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (!over) {
                over();
                broken(e);
            }
        }
    }

    private EventLoop loop() {
        return cluster.connections().loop();
    }

    private void attempt() {
        if (over) {
            return;
        }
        ShardMap map = cluster.map();
        if (map.shards() == 0) {
            cluster.learn(() -> step(this::goOnWithMap));
            return;
        }
        int shard = key == null ? 0 : map.shardOf(key);
        ask(shard, map.target(shard));
    }

    private void goOnWithMap() {
        if (cluster.map().shards() > 0) {
            attempt();
        } else {
            later("no node tells where the shards are");
        }
    }

    void send(int shard, String address, Ask ask) {
        if (over) {
            return;
        }
        exchange =
                cluster.connections()
                        .begin(
                                address,
                                ask,
                                attemptNanos,
                                heard -> step(() -> heard(shard, address, heard)));
    }

    private void heard(int shard, String address, Heard heard) {
        exchange = null;
        switch (heard) {
            case Heard.NotSent(String reason) -> astray(shard, address, reason);
            case Heard.Lost(String reason) -> lost(shard, address, reason);
            case Answered answer when answer.status() == 307 -> sentOn(shard, address, answer);
            case Answered answer when answer.status() == 503 ->
                    astray(shard, address, text(answer));
            case Answered answer -> answered(shard, address, answer);
        }
    }

    /** The same again, without a pause since somebody knows better, but not for ever. */
    private void sentOn(int shard, String address, Answered answer) {
        String leader = answer.elsewhere();
        if (leader == null || ++redirects > REDIRECTS_MAX) {
            redirects = 0;
            astray(shard, address, "sent from node to node");
            return;
        }
        cluster.map().leads(shard, leader);
        again();
    }

    /** That had no effect, and that node is not the one to ask. */
    void astray(int shard, String address, String reason) {
        cluster.map().doubt(shard, address);
        later(address + ": " + reason);
    }

    void again() {
        if (cut) {
            finish();
        } else {
            attempt();
        }
    }

    /** Tries again after a pause, by then with what others know. */
    void later(String reason) {
        why = reason;
        if (cut) {
            finish();
        } else if (!over) {
            cluster.refresh();
            next = loop().schedule(() -> step(this::attempt), pauses.next(), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends it as far as this side can. What was sent tells by the way that it was lost. */
    void cut(Result.Cause by) {
        cut = true;
        cause = by;
        Exchange sent = exchange;
        if (sent != null) {
            sent.giveUp("no answer in time");
        }
        finish();
    }

    /** It has its result; to be said once. */
    void over() {
        over = true;
        after.run();
        if (end != null) {
            end.cancel(false);
        }
        if (next != null) {
            next.cancel(false);
        }
    }

    private void finish() {
        if (!over) {
            ended(cause, why);
        }
    }

    static String text(Answered answer) {
        String text = answer.body().utf8().strip();
        String brief = text.length() > WHY_CHARS_MAX ? text.substring(0, WHY_CHARS_MAX) : text;
        return answer.status() + " " + brief;
    }
}
