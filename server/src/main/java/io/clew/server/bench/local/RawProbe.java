package io.clew.server.bench.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Waits for a server with as little work as can be: it shares the processors with what starts. */
public final class RawProbe {
    private static final int TIMEOUT_MILLIS = 1000;
    private static final long POLL_MILLIS = 4;
    private static final byte[] SUCCESS = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private RawProbe() {}

    /**
     * Waits until a GET is answered with 200.
     *
     * @throws StartFailure if the process ends before, or the patience does
     */
    public static void await(LocalProcess process, int port, String path, Duration patience)
            throws IOException, InterruptedException, StartFailure {
        long end = System.nanoTime() + patience.toNanos();
        while (!succeeds(port, path)) {
            if (!process.alive() || System.nanoTime() - end > 0) {
                throw new StartFailure("a server did not come up:\n" + process.lastLines());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean succeeds(int port, String path) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(SUCCESS.length);
            return Arrays.equals(answer, SUCCESS);
        } catch (IOException e) {
            return false;
        }
    }
}
