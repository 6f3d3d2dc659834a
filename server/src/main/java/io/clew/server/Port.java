package io.clew.server;

import io.clew.transport.SocketTransport;
import io.clew.transport.http.HttpConfig;
import io.clew.transport.http.HttpHandler;
import io.clew.transport.http.HttpServer;
import io.clew.transport.http.UpgradeHandler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/** The port of a server: it opens once, and never after its end has come. For any thread. */
final class Port {
    private final HttpConfig config;
    private final HttpHandler handler;
    private final @Nullable UpgradeHandler peers;
    private @Nullable HttpServer http;
    private boolean ended;

    /**
     * @param peers takes connections over that upgrade to the peer protocol; null if nobody does
     */
    Port(HttpConfig config, HttpHandler handler, @Nullable UpgradeHandler peers) {
        this.config = config;
        this.handler = handler;
        this.peers = peers;
    }

    /** Says whether it is open; it is not if the end was faster. */
    boolean open() {
        return Retry.whileHeld(PortHeldException.class, this::listens);
    }

    private synchronized boolean listens() {
        if (!ended) {
            http = listen();
        }
        return !ended;
    }

    private HttpServer listen() {
        var server = new HttpServer(SocketTransport.best(), config, handler, peers);
        try {
            server.start();
            return server;
        } catch (IOException e) {
            throw new PortHeldException("cannot listen on " + e.getMessage(), e);
        }
    }

    /** The end: whoever is connected learns of it by the next answer. */
    synchronized void stopAccepting() {
        ended = true;
        if (http != null) {
            http.stopAccepting();
        }
    }

    private synchronized @Nullable HttpServer server() {
        return http;
    }

    /** See {@link HttpServer#closeIdle}. */
    void closeIdle(Duration grace) {
        wind(server -> server.closeIdle(grace));
    }

    /** See {@link HttpServer#close}. */
    void close(Duration patience) {
        wind(server -> server.close(patience));
    }

    /** A part of the end, for which somebody waits. */
    private interface Winding {
        void down(HttpServer server) throws InterruptedException;
    }

    private void wind(Winding winding) {
        HttpServer server = server();
        try {
            if (server != null) {
                winding.down(server);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
