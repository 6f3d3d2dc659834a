package io.clew.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8001, 127.0.0.1, 8001",
        "node-1.example:80, node-1.example, 80",
        "[::1]:8080, ::1, 8080",
        "h:65535, h, 65535"
    })
    void anAddressIsHostAndPort(String address, String host, int port) {
        assertEquals(new HostPort(host, port), HostPort.tryParse(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "h", ":80", "h:", "h:0", "h:65536", "h:-1", "h x:1", "h\n:1", "h:1x"})
    void anythingElseIsNone(String address) {
        assertNull(HostPort.tryParse(address));
    }
}
