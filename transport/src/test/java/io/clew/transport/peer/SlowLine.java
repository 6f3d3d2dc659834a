package io.clew.transport.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy in front of a node that can stop forwarding without closing, damage bytes, or be slow.
 */
final class SlowLine implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean frozen;
    private volatile boolean damaging;
    private volatile int bytesPerMilli = Integer.MAX_VALUE;
    private volatile InetSocketAddress target =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    SlowLine() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void leadTo(TestNode node) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
    }

    int connections() {
        return connections.get();
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    /** Flips a bit of the next bytes towards the node. */
    void damage() {
        damaging = true;
    }

    void limit(int bytesPerMillisecond) {
        bytesPerMilli = bytesPerMillisecond;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                connections.incrementAndGet();
                var far = new Socket();
                synchronized (sockets) {
                    sockets.add(near);
                    sockets.add(far);
                }
                Thread.ofVirtual().start(() -> join(near, far));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void join(Socket near, Socket far) {
        try {
            far.connect(target);
        } catch (IOException e) {
            close(near);
            return;
        }
        Thread.ofVirtual().start(() -> pump(near, far, true));
        Thread.ofVirtual().start(() -> pump(far, near, false));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pump(Socket from, Socket to, boolean towardsNode) {
        var buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n; (n = in.read(buffer)) >= 0; ) {
                while (frozen && !server.isClosed()) {
                    LockSupport.parkNanos(1_000_000);
                }
                if (towardsNode && damaging) {
                    damaging = false;
                    buffer[n - 1] ^= 1;
                }
                LockSupport.parkNanos(1_000_000L * n / bytesPerMilli);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // Either side has closed.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            synchronized (sockets) {
                sockets.forEach(SlowLine::close);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
