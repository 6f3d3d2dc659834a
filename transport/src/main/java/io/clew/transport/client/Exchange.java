package io.clew.transport.client;

import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One request to one node, from when it begins to wait for a connection until it is ended, once.
 */
final class Exchange {
    private final Ask ask;
    private final NodePool pool;
    private final Consumer<Heard> then;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable Connection connection;
    private boolean ended;

    Exchange(Ask ask, NodePool pool, Consumer<Heard> then) {
        this.ask = ask;
        this.pool = pool;
        this.then = then;
    }

    void begin(EventLoop loop, long nanos) {
        timer = loop.schedule(() -> giveUp("no answer in time"), nanos, TimeUnit.NANOSECONDS);
        pool.ask(this);
    }

    Ask ask() {
        return ask;
    }

    /** From here on nobody can know whether it has arrived. */
    void sentBy(Connection by) {
        connection = by;
    }

    /** Ends it as far as this side can. */
    void giveUp(String why) {
        if (ended) {
            return;
        }
        Connection by = connection;
        if (by == null) {
            pool.forget(this);
            end(new Heard.NotSent("no connection in time"));
        } else {
            end(new Heard.Lost(why));
            // An answer that comes late must not be taken for that of the next.
            pool.silent(by);
        }
    }

    void end(Heard heard) {
        if (ended) {
            return;
        }
        ended = true;
        if (timer != null) {
            timer.cancel(false);
        }
        then.accept(heard);
    }
}
