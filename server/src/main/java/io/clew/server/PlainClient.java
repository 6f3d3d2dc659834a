package io.clew.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Talks to a node of this machine over one connection: as little HTTP as that takes, and next to no
 * classes to load.
 */
final class PlainClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 1_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    PlainClient(String host, int port) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a request and says the status of the answer. */
    int send(String methodAndPath, String body) throws IOException {
        String request =
                methodAndPath
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String[] statusLine = line().split(" ", 3);
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String text = header.toLowerCase(Locale.ROOT);
            if (text.startsWith("content-length:")) {
                length = Integer.parseInt(text.substring(text.indexOf(':') + 1).strip());
            }
        }
        in.readNBytes(length);
        return Integer.parseInt(statusLine[1]);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
