package io.clew.server.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

class OperationsTest {
    private static Workload workload(double readShare, int valueBytes) {
        return new Workload(2, 0, valueBytes, readShare, false, 5, Workload.KEY_PREFIX, 7);
    }

    private static String request(Operations operations) {
        operations.next();
        return new String(operations.request("host"), StandardCharsets.US_ASCII);
    }

    @Test
    void a_write_is_a_put_with_a_value_of_the_size() {
        var operations = new Operations(workload(0, 12), 1);
        String request = request(operations);
        assertFalse(operations.read());
        assertTrue(request.startsWith("PUT /kv/key-"), request);
        assertTrue(
                request.endsWith(
                        " HTTP/1.1\r\nHost: host\r\nContent-Length: 12\r\n\r\n1.1.xxxxxxxx"),
                request);
        assertTrue(request(operations).endsWith("\r\n\r\n1.2.xxxxxxxx"));
    }

    @Test
    void the_smallest_value_has_no_room_for_a_mark() {
        assertTrue(request(new Operations(workload(0, 1), 1)).endsWith("\r\n\r\n1"));
    }

    @Test
    void keys_that_will_be_read_are_written_first() {
        var written = new TreeSet<String>();
        for (int connection = 0; connection < 2; connection++) {
            var operations = new Operations(workload(1, 10), connection);
            while (!operations.filled()) {
                String request = request(operations);
                assertFalse(operations.read());
                written.add(request.substring(0, request.indexOf(" HTTP")));
            }
            assertTrue(request(operations).startsWith("GET /kv/key-"));
            assertTrue(operations.read());
        }
        assertEquals(5, written.size());
    }

    @Test
    void the_same_seed_asks_the_same() {
        var one = new Operations(workload(0.5, 10), 1);
        var two = new Operations(workload(0.5, 10), 1);
        var other = new Operations(workload(0.5, 10), 0);
        var differs = new StringBuilder();
        var same = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            String request = request(one);
            assertEquals(request, request(two));
            same.append(request);
            differs.append(request(other));
        }
        assertNotEquals(same.toString(), differs.toString());
    }
}
