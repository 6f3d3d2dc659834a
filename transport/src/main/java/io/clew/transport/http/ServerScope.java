package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/** What all connections of a server share. */
record ServerScope(
        HttpConfig.Limits limits,
        HttpConfig.Timeouts timeouts,
        HttpHandler handler,
        @Nullable UpgradeHandler peers,
        BodyBudget bodies,
        AtomicInteger connections) {

    ServerScope(HttpConfig config, HttpHandler handler, @Nullable UpgradeHandler peers) {
        this(
                config.limits(),
                config.timeouts(),
                handler,
                peers,
                new BodyBudget(config.limits().bodiesBytes()),
                new AtomicInteger());
    }
}
