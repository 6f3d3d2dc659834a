package io.clew.server.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The operations of one client, one after the other: the same for the same seed. */
public final class Operations {
    private static final String STALE = "?consistency=stale";
    private static final String ZEROS = "0".repeat(12);

    private final Workload workload;
    private final SplittableRandom random;
    private final int client;
    private final byte[] value;
    private int fillNext;
    private long count;
    private boolean read;
    private int key;

    /**
     * @param client its number among those of the workload, from 0
     */
    public Operations(Workload workload, int client) {
        this.workload = workload;
        this.client = client;
        this.random = new SplittableRandom(workload.seed() * 1_000_003 + client);
        this.value = new byte[workload.valueBytes()];
        Arrays.fill(value, (byte) 'x');
        // Reads of keys that are not there would be cheaper than they should be.
        this.fillNext = workload.readShare() > 0 ? client : workload.keys();
    }

    /** Whether every key that this client has to write first has been written. */
    public boolean filled() {
        return fillNext >= workload.keys();
    }

    /** Goes on to the next one. */
    public void next() {
        if (!filled()) {
            read = false;
            key = fillNext;
            fillNext += workload.clients();
        } else {
            read = random.nextDouble() < workload.readShare();
            key = random.nextInt(workload.keys());
        }
        count++;
        // As far as there is room, no two values are the same.
        byte[] mark = (client + "." + count + ".").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, value, 0, Math.min(mark.length, value.length));
    }

    /** Whether it is a read. */
    public boolean read() {
        return read;
    }

    int client() {
        return client;
    }

    /** The key, of as many bytes for each. */
    public String key() {
        String digits = Integer.toString(key);
        return workload.keyPrefix() + ZEROS.substring(digits.length()) + digits;
    }

    /** What is written. */
    String value() {
        return new String(value, StandardCharsets.US_ASCII);
    }

    /** What is written, until the next one. */
    public byte[] valueBytes() {
        return value;
    }

    /** Head and body of the request, as bytes. */
    byte[] request(String host) {
        String target = " /kv/" + key() + (read && workload.stale() ? STALE : "");
        String line = (read ? "GET" : "PUT") + target + " HTTP/1.1\r\nHost: " + host;
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
