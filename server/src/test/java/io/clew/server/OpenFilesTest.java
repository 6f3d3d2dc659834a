package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {
    @ParameterizedTest
    @CsvSource({
        "20000, false, 1048576, 20000",
        "20000, true, 1048576, 20000",
        "20000, false, 20768, 20000",
        "20000, true, 20768, 18976",
        "20000, true, 21792, 20000",
        "20000, false, 4096, 3328",
        "20000, true, 4096, 2304",
        "20000, false, 1024, 256",
        "20000, true, 1024, 128",
        "10, false, 100, 1",
        "10, true, 100, 1"
    })
    void someFilesAreKeptForOtherThanClients(
            int wanted, boolean forwards, long filesMax, int connections) {
        assertEquals(connections, OpenFiles.connections(wanted, forwards, filesMax));
    }
}
