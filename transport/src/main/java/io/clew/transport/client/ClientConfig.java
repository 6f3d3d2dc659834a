package io.clew.transport.client;

import io.clew.transport.HostPort;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What a client is told.
 *
 * @param nodes addresses, {@code host:port}, of some nodes of the cluster; the others are learnt
 * @param within how long a call may take, all its attempts together, where it does not say so
 *     itself; from 1 ms on
 * @param attempt after which a node that does not answer is given up, from 1 ms on; reads and named
 *     writes then go on elsewhere
 * @param namedWrites whether writes are given keys of their own, so that one whose answer was lost
 *     can be sent again and is applied once; else its outcome is unknown at once
 * @param connections to each node, from 1 on; more calls wait for one that is free
 * @param callsMax so many may be under way, from 1 on
 * @param random of keys, which must not be guessed alike by two clients, and of pauses; asked by
 *     the client's event loop alone
 */
public record ClientConfig(
        List<String> nodes,
        Duration within,
        Duration attempt,
        boolean namedWrites,
        int connections,
        int callsMax,
        RandomGenerator random) {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final long YEAR_NANOS = TimeUnit.DAYS.toNanos(365);

    /**
     * All that can be said.
     *
     * @throws IllegalArgumentException if any of it is out of range
     */
    public ClientConfig {
        nodes = List.copyOf(nodes);
        nodes.forEach(HostPort::parse);
        if (nodes.isEmpty()
                || within.compareTo(MILLI) < 0
                || attempt.compareTo(MILLI) < 0
                || connections < 1
                || callsMax < 1) {
            throw new IllegalArgumentException("out of range");
        }
    }

    /** A time as clients count it: what is over a year is one. */
    static long nanos(Duration time) {
        return Math.clamp(TimeUnit.NANOSECONDS.convert(time), 0, YEAR_NANOS);
    }

    /** What will do for most: 10 s a call, 3 s an attempt, 64 connections, 20,000 calls. */
    public static ClientConfig of(String... nodes) {
        return new ClientConfig(
                List.of(nodes),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                true,
                64,
                20_000,
                new SecureRandom());
    }

    /** The same with other times. */
    public ClientConfig times(Duration within, Duration attempt) {
        return new ClientConfig(nodes, within, attempt, namedWrites, connections, callsMax, random);
    }

    /** The same with writes that are not sent again once they may have been applied. */
    public ClientConfig withoutNames() {
        return new ClientConfig(nodes, within, attempt, false, connections, callsMax, random);
    }

    /** The same with other bounds. */
    public ClientConfig bounds(int connections, int callsMax) {
        return new ClientConfig(nodes, within, attempt, namedWrites, connections, callsMax, random);
    }

    /** The same with another source of chance. */
    public ClientConfig random(RandomGenerator random) {
        return new ClientConfig(nodes, within, attempt, namedWrites, connections, callsMax, random);
    }
}
