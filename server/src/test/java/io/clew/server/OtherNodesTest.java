package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** What is said of nodes that cannot be asked: people and logs read it. */
class OtherNodesTest {
    @Test
    void whoDoesNotListenIsNamed() {
        var others = new OtherNodes();
        var failure = assertThrows(IOException.class, () -> others.waitingAt("127.0.0.1:1"));
        assertEquals("cannot connect to 127.0.0.1:1", failure.getMessage());
    }
}
