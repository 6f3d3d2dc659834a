package io.clew.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8001, 127.0.0.1, 8001",
        "node-1.example:80, node-1.example, 80",
        "[::1]:8080, ::1, 8080",
        "h:65535, h, 65535",
        "Node_1:8001, node_1, 8001",
        "[2001:DB8::1]:80, 2001:db8::1, 80"
    })
    void anAddressIsHostAndPort(String address, String host, int port) {
        assertEquals(new HostPort(host, port), HostPort.tryParse(address));
    }

    @ParameterizedTest(name = "not {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
  ''        | needs HOST:PORT, not ''
  h         | needs HOST:PORT, not 'h'
  :80       | has no valid host: ':80'
  h x:1     | has no valid host: 'h x:1'
  h/x:1     | has no valid host: 'h/x:1'
  é:1       | has no valid host: 'é:1'
  K:1       | has no valid host: 'K:1'
  ::1:8001  | has no valid host: '::1:8001'
  [::1]     | has no valid host: '[::1]'
  [a b]:1   | has no valid host: '[a b]:1'
  [1.2.3]:1 | has no valid host: '[1.2.3]:1'
  [::g]:1   | has no valid host: '[::g]:1'
  []:1      | has no valid host: '[]:1'
  [[::1]]:1 | has no valid host: '[[::1]]:1'
  [::1%1]:1 | has no valid host: '[::1%1]:1'
  h:        | needs a port from 1 to 65535, not ''
  h:0       | needs a port from 1 to 65535, not '0'
  h:65536   | needs a port from 1 to 65535, not '65536'
  h:-1      | needs a port from 1 to 65535, not '-1'
  h:+1      | needs a port from 1 to 65535, not '+1'
  h:1x      | needs a port from 1 to 65535, not '1x'
  """)
    void anythingElseIsNone(String address, String fault) {
        assertNull(HostPort.tryParse(address));
        var refusal = assertThrows(IllegalArgumentException.class, () -> HostPort.parse(address));
        assertEquals("an address " + fault, refusal.getMessage());
    }

    @Test
    void noLineBreakGetsIn() {
        assertNull(HostPort.tryParse("h\n:1"));
        assertNull(HostPort.tryParse("h:1\n"));
    }

    @Test
    void whatIsTooLongIsNotSaidAgain() {
        String host = "h".repeat(268);
        assertEquals(host, HostPort.parse(host + ":1").host());
        var refusal =
                assertThrows(IllegalArgumentException.class, () -> HostPort.parse(host + "h:1"));
        assertEquals("an address has 270 characters at most", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8001", "node-1.example:80", "[::1]:8080"})
    void itsTextIsWhatItWasReadFrom(String address) {
        assertEquals(address, HostPort.parse(address).toString());
    }

    @Test
    void peopleMayLeaveTheHostOutAndAreToldWhatWasMeant() {
        assertEquals(new HostPort("127.0.0.1", 80), HostPort.parse("--addr", " :80 "));
        var refusal =
                assertThrows(
                        IllegalArgumentException.class, () -> HostPort.parse("--addr", "[a b]:1"));
        assertEquals("--addr has no valid host: '[a b]:1'", refusal.getMessage());
        var port = assertThrows(IllegalArgumentException.class, () -> HostPort.port("p", "x"));
        assertEquals("p needs a port from 1 to 65535, not 'x'", port.getMessage());
    }
}
