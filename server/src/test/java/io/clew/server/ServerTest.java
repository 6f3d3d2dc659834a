package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** A server within this process: when it can be stopped. */
class ServerTest {
    @TempDir Path folder;

    /** A signal in between would else end the process without an answer to what is in flight. */
    @Test
    void whoeverStopsItKnowsItBeforeItsPortIsOpen() throws IOException {
        int port = NodeProcess.freePort();
        var known = new AtomicReference<Server>();
        Server server =
                Server.start(
                        config(port),
                        _ -> {},
                        _ -> {},
                        made -> {
                            assertThrows(ConnectException.class, () -> connect(port));
                            known.set(made);
                        });
        assertDoesNotThrow(() -> connect(port));
        assertSame(server, known.get());
        server.stop();
        assertThrows(ConnectException.class, () -> connect(port));
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    private ServerConfig config(int port) {
        var flags = new Flags();
        new CommandLine(flags).parseArgs("--port=" + port, "--working-dir=" + folder);
        return ServerConfig.of(flags, new TreeMap<>());
    }
}
