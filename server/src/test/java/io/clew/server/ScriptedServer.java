package io.clew.server;

import io.clew.transport.SocketTransport;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;
import io.clew.transport.http.HttpConfig;
import io.clew.transport.http.HttpHandler;
import io.clew.transport.http.HttpHead;
import io.clew.transport.http.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** A real HTTP server that answers what a test says, or nothing. */
public final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;

    private ScriptedServer(HttpServer server) {
        this.server = server;
    }

    public static ScriptedServer answering(Function<HttpCall, HttpAnswer> answers)
            throws IOException {
        return taking(call -> call.respond(answers.apply(call)));
    }

    /** One that may keep clients waiting. */
    public static ScriptedServer taking(Consumer<HttpCall> calls) throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server =
                new HttpServer(
                        SocketTransport.best(), HttpConfig.production(any), handler(calls), null);
        server.start();
        return new ScriptedServer(server);
    }

    /** Sees every call once it is whole. */
    static HttpHandler handler(Consumer<HttpCall> calls) {
        return new HttpHandler() {
            @Override
            public @Nullable HttpAnswer early(HttpHead head) {
                return null;
            }

            @Override
            public boolean vital(HttpHead head) {
                return false;
            }

            @Override
            public void handle(HttpCall call) {
                calls.accept(call);
            }
        };
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    public String address() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        try {
            server.close(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server stops", e);
        }
    }
}
