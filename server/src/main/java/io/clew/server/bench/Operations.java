package io.clew.server.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The operations of one connection, one after the other: the same for the same seed. */
final class Operations {
    private final Workload workload;
    private final SplittableRandom random;
    private final int connection;
    private final byte[] value;
    private int fillNext;
    private long count;
    private boolean read;
    private int key;

    Operations(Workload workload, int connection) {
        this.workload = workload;
        this.connection = connection;
        this.random = new SplittableRandom(workload.seed() * 1_000_003 + connection);
        this.value = new byte[workload.valueBytes()];
        Arrays.fill(value, (byte) 'x');
        // Reads of keys that are not there would be cheaper than they should be.
        this.fillNext = workload.readShare() > 0 ? connection : workload.keys();
    }

    /** Whether every key that this connection has to write first has been written. */
    boolean filled() {
        return fillNext >= workload.keys();
    }

    void next() {
        if (!filled()) {
            read = false;
            key = fillNext;
            fillNext += workload.connections();
        } else {
            read = random.nextDouble() < workload.readShare();
            key = random.nextInt(workload.keys());
        }
        count++;
        // As far as there is room, no two values are the same.
        byte[] mark = (connection + "." + count + ".").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, value, 0, Math.min(mark.length, value.length));
    }

    boolean read() {
        return read;
    }

    String key() {
        return "key-" + key;
    }

    /** What is written. */
    String value() {
        return new String(value, StandardCharsets.US_ASCII);
    }

    /** Head and body of the request, as bytes. */
    byte[] request(String host) {
        String line = (read ? "GET" : "PUT") + " /kv/" + key() + " HTTP/1.1\r\nHost: " + host;
        if (read) {
            return (line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        }
        byte[] head =
                (line + "\r\nContent-Length: " + value.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + value.length);
        System.arraycopy(value, 0, request, head.length, value.length);
        return request;
    }
}
