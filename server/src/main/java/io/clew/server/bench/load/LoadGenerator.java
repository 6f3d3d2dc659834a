package io.clew.server.bench.load;

import io.clew.transport.SocketTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs clients on one event loop: they fill the keys that are read, warm up, are measured. */
public final class LoadGenerator implements AutoCloseable {
    private static final Duration FILL_MAX = Duration.ofMinutes(10);
    private static final Duration END_MAX = Duration.ofSeconds(11);
    private static final long POLL_MILLIS = 20;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Tally tally = new Tally();
    private final List<? extends LoadClient> clients;

    /** Makes the clients of a workload. */
    public interface Clients {
        /**
         * @param bootstrap for connections, on the event loop on which all of them live
         * @param tally takes what becomes of each request
         */
        List<? extends LoadClient> of(Bootstrap bootstrap, Tally tally);
    }

    /** Connects to nobody yet. */
    public LoadGenerator(Clients clients) {
        SocketTransport transport = SocketTransport.best();
        this.group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("load"), transport.ioHandlers());
        this.loop = group.next();
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(transport.socketChannel())
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 2000)
                        .option(ChannelOption.TCP_NODELAY, true);
        this.clients = clients.of(bootstrap, tally);
    }

    /** Begins, and returns when all keys that will be read have been written. */
    public void fill() throws InterruptedException {
        onLoop(
                () -> {
                    clients.forEach(LoadClient::start);
                    return true;
                });
        var _ =
                loop.scheduleAtFixedRate(
                        () -> clients.forEach(c -> c.giveUpIfLate(System.nanoTime())),
                        1,
                        1,
                        TimeUnit.SECONDS);
        awaitAll(LoadClient::filled, FILL_MAX);
    }

    /**
     * Fills, lets the load go on for the warm-up, and measures; what is told at the beginning and
     * at the end of the measured time is for the caller.
     */
    public Measurement run(Duration warmup, Duration duration, Runnable begin, Runnable end)
            throws InterruptedException {
        fill();
        Thread.sleep(warmup);
        begin.run();
        long started =
                onLoop(
                        () -> {
                            tally.reset();
                            return System.nanoTime();
                        });
        Thread.sleep(duration);
        var measured = new Tally();
        long ended =
                onLoop(
                        () -> {
                            long now = System.nanoTime();
                            measured.add(tally);
                            countOverdue(measured, now);
                            clients.forEach(LoadClient::stop);
                            return now;
                        });
        end.run();
        awaitAll(LoadClient::idle, END_MAX);
        return new Measurement(measured, ended - started);
    }

    /**
     * A stall that outlasts the measured time is in no latency: what waits for longer than all that
     * was answered counts as failed.
     */
    private void countOverdue(Tally measured, long now) {
        long longest = measured.all().getMaxValue();
        for (LoadClient client : clients) {
            long overdue = client.overdue(now, longest);
            if (overdue > 0) {
                measured.errors("not answered by the end", overdue);
            }
        }
    }

    /** Forgets what was counted so far. */
    public void reset() throws InterruptedException {
        onLoop(
                () -> {
                    tally.reset();
                    return true;
                });
    }

    /** Operations that have succeeded since the last reset. */
    public long successes() throws InterruptedException {
        return onLoop(() -> tally.all().getTotalCount());
    }

    /** The longest time in which nothing has succeeded since the last reset, in nanoseconds. */
    public long longestPause() throws InterruptedException {
        return onLoop(() -> tally.longestPause(System.nanoTime()));
    }

    private void awaitAll(Predicate<LoadClient> state, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0 && !onLoop(() -> clients.stream().allMatch(state))) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private <T> T onLoop(Callable<T> work) throws InterruptedException {
        try {
            return loop.submit(work).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        loop.execute(() -> clients.forEach(LoadClient::close));
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
