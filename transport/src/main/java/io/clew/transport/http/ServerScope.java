package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

/** What all connections of a server share. */
record ServerScope(
        HttpConfig.Limits limits,
        HttpConfig.Timeouts timeouts,
        HttpHandler handler,
        @Nullable UpgradeHandler peers,
        BodyBudget bodies,
        Places places) {

    ServerScope(HttpConfig config, HttpHandler handler, @Nullable UpgradeHandler peers) {
        this(
                config.limits(),
                config.timeouts(),
                handler,
                peers,
                new BodyBudget(config.limits().bodiesBytes()),
                new Places(config.limits().connections()));
    }
}
