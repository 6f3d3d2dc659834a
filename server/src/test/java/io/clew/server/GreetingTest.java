package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Status;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Standing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.TreeMap;

/** What the node is counts, and not what it was told. */
class GreetingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    VOTER    |         | a single node                    | curl -X
                    VOTER    | c:3 b:2 | of 127.0.0.1:8080, b:2, c:3      | curl -L -X
                    REPLICA  | b:2     | of 127.0.0.1:8080, b:2           | curl -L -X
                    FOUNDING | b:2     | of 127.0.0.1:8080, b:2           | curl -L -X
                    """)
    void itSaysWhatTheNodeIs(Standing standing, @Nullable String peers, String part, String curl) {
        var others = peers == null ? List.<String>of() : List.of(peers.split(" ", -1));
        String text =
                Greeting.of(
                        ServerConfig.of(new Flags(), new TreeMap<>()),
                        node(standing, others),
                        false);
        assertTrue(text.contains(" is ready at http://127.0.0.1:8080 (" + part + ", data "), text);
        assertTrue(text.contains("  " + curl + " PUT "), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    WAITING  | true  | waits to be taken into a cluster          | {"leader": "HOST:PORT"}
                    SHUT_OUT | false | not in the cluster of its peers           | {"leader": "HOST:PORT"}
                    PARTING  | false | has left its cluster, as its disk has it  | leave it running
                    LEFT     | false | has left its cluster, as its disk has it  | with an empty data folder
                    LEFT     | true  | waits to be taken into a cluster          | {"leader": "HOST:PORT"}
                    """,
            quoteCharacter = '`')
    void whereNothingIsServedItSaysWhatToDo(
            Standing standing, boolean joins, String part, String advice) {
        String text =
                Greeting.of(
                        ServerConfig.of(new Flags(), new TreeMap<>()),
                        node(standing, List.of()),
                        joins);
        assertTrue(text.contains(" (" + part + ", data "), text);
        assertTrue(text.contains(advice), text);
        assertFalse(text.contains("/kv/"), text);
        assertEquals(
                joins || standing == Standing.SHUT_OUT,
                text.contains("http://127.0.0.1:8080/cluster/join"));
        assertTrue(text.endsWith("\n  curl http://127.0.0.1:8080/cluster/info"), text);
    }

    static Status node(Standing standing, List<String> peers) {
        return new Status(
                0,
                new NodeId(1),
                "127.0.0.1:8080",
                0x2a,
                Status.Role.FOLLOWER,
                1,
                null,
                null,
                peers,
                0,
                0,
                0,
                LogId.ZERO,
                0,
                true,
                false,
                0,
                standing,
                null);
    }
}
