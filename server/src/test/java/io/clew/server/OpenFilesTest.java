package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {
    @ParameterizedTest
    @CsvSource({"20000, 1048576, 20000", "20000, 20768, 20000", "20000, 4096, 3328", "10, 100, 1"})
    void someFilesAreKeptForOtherThanClients(int wanted, long filesMax, int connections) {
        assertEquals(connections, OpenFiles.connections(wanted, filesMax));
    }
}
