package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.transport.http.HttpConfig;
import io.clew.transport.http.HttpHandler;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Which of the start and the end of a server has its port. */
class PortTest {
    private static final HttpHandler NOBODY_ASKS =
            ScriptedServer.handler(
                    _ -> {
                        throw new UnsupportedOperationException();
                    });

    @Test
    void itOpensAndEnds() throws IOException {
        var address = address();
        Port port = port(address);
        assertTrue(port.open());
        new Socket(address.getAddress(), address.getPort()).close();
        port.stopAccepting();
        assertClosed(address);
        port.closeIdle(Duration.ZERO);
        port.close(Duration.ZERO);
    }

    @Test
    void afterItsEndItStaysClosed() throws IOException {
        var address = address();
        Port port = port(address);
        port.stopAccepting();
        assertFalse(port.open());
        assertClosed(address);
        port.closeIdle(Duration.ZERO);
        port.close(Duration.ZERO);
    }

    private static Port port(InetSocketAddress address) {
        return new Port(HttpConfig.production(address), NOBODY_ASKS, null);
    }

    private static InetSocketAddress address() throws IOException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), NodeProcess.freePort());
    }

    private static void assertClosed(InetSocketAddress address) {
        assertThrows(
                ConnectException.class,
                () -> new Socket(address.getAddress(), address.getPort()).close());
    }
}
