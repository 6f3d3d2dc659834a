package io.clew.server.bench;

import io.clew.transport.SocketTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs a workload on one event loop: fills the keys that are read, warms up, measures. */
final class LoadGenerator implements AutoCloseable {
    private static final Duration FILL_MAX = Duration.ofMinutes(5);
    private static final Duration END_MAX = Duration.ofSeconds(11);
    private static final long POLL_MILLIS = 20;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Workload workload;
    private final Tally tally = new Tally();
    private final List<LoadConnection> connections = new ArrayList<>();

    LoadGenerator(Workload workload, Destination destination, @Nullable HistoryFile history) {
        SocketTransport transport = SocketTransport.best();
        this.workload = workload;
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
        for (int i = 0; i < workload.connections(); i++) {
            connections.add(
                    new LoadConnection(
                            bootstrap,
                            destination,
                            new Operations(workload, i),
                            Pace.of(workload, i),
                            tally,
                            history,
                            i,
                            workload.connections()));
        }
    }

    /**
     * Measures; what is told at the beginning and at the end of the measured time is for the
     * caller.
     */
    Measurement run(Runnable begin, Runnable end) throws InterruptedException {
        onLoop(
                () -> {
                    connections.forEach(LoadConnection::start);
                    return true;
                });
        var _ =
                loop.scheduleAtFixedRate(
                        () -> connections.forEach(c -> c.giveUpIfLate(System.nanoTime())),
                        1,
                        1,
                        TimeUnit.SECONDS);
        awaitAll(LoadConnection::filled, FILL_MAX);
        Thread.sleep(workload.warmup());
        begin.run();
        long started =
                onLoop(
                        () -> {
                            tally.reset();
                            return System.nanoTime();
                        });
        Thread.sleep(workload.duration());
        var measured = new Tally();
        long ended =
                onLoop(
                        () -> {
                            measured.add(tally);
                            connections.forEach(LoadConnection::stop);
                            return System.nanoTime();
                        });
        end.run();
        awaitAll(LoadConnection::idle, END_MAX);
        return new Measurement(measured, ended - started);
    }

    /**
     * @param nanos how long it took
     */
    record Measurement(Tally tally, long nanos) {
        double perSecond(long count) {
            return count * 1e9 / nanos;
        }
    }

    private void awaitAll(Predicate<LoadConnection> state, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0 && !onLoop(() -> connections.stream().allMatch(state))) {
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
        loop.execute(() -> connections.forEach(LoadConnection::close));
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
