package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.transport.http.KvApi;
import io.clew.transport.peer.PeerNetwork;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

class ServerConfigTest {
    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
  -                                          | -                                         | 8080 | 127.0.0.1 | 127.0.0.1:8080   | ./data | 127.0.0.1:8080
  --port 8001                                | -                                         | 8001 | 127.0.0.1 | 127.0.0.1:8001   | ./data | 127.0.0.1:8001
  --port 8001 --working-dir d                | DATA_DIR=e                                | 8001 | 127.0.0.1 | 127.0.0.1:8001   | d      | 127.0.0.1:8001
  -                                          | DATA_DIR=e                                | 8080 | 127.0.0.1 | 127.0.0.1:8080   | e      | 127.0.0.1:8080
  -                                          | ADDR= DATA_DIR= PEERS=                    | 8080 | 127.0.0.1 | 127.0.0.1:8080   | ./data | 127.0.0.1:8080
  -                                          | ADDR=10.0.42.101:8081                     | 8081 | 0.0.0.0   | 10.0.42.101:8081 | ./data | 10.0.42.101:8081
  --bind 10.0.42.101                         | ADDR=10.0.42.101:8081                     | 8081 | 10.0.42.101 | 10.0.42.101:8081 | ./data | 10.0.42.101:8081
  --bind 10.0.42.101                         | CLEW_BIND=0.0.0.0                         | 8080 | 10.0.42.101 | 127.0.0.1:8080   | ./data | 127.0.0.1:8080
  -                                          | CLEW_BIND=0.0.0.0                         | 8080 | 0.0.0.0     | 127.0.0.1:8080   | ./data | 127.0.0.1:8080
  --port 9000                                | ADDR=10.0.42.101:8081                     | 9000 | 0.0.0.0   | 10.0.42.101:8081 | ./data | 10.0.42.101:8081
  --addr box:9000                            | ADDR=10.0.42.101:8081                     | 9000 | 0.0.0.0   | box:9000         | ./data | box:9000
  --addr :9000                               | -                                         | 9000 | 0.0.0.0   | 127.0.0.1:9000   | ./data | 127.0.0.1:9000
  --addr [::1]:9000                          | -                                         | 9000 | 0.0.0.0   | [::1]:9000       | ./data | [::1]:9000
  --port 8002 --peers=:8003,:8001,:8002      | -                                         | 8002 | 127.0.0.1 | 127.0.0.1:8002   | ./data | 127.0.0.1:8001 127.0.0.1:8002 127.0.0.1:8003
  --port 8002 --peers=:8001,:8002            | PEERS=other:1                             | 8002 | 127.0.0.1 | 127.0.0.1:8002   | ./data | 127.0.0.1:8001 127.0.0.1:8002
  --port 8002 --peers=                       | PEERS=other:1                             | 8002 | 127.0.0.1 | 127.0.0.1:8002   | ./data | 127.0.0.1:8002
  --addr a:1 --peers a:1,b:2                 | -                                         | 1    | 0.0.0.0   | a:1              | ./data | a:1 b:2
  --port 8002 --peers=                       | -                                         | 8002 | 127.0.0.1 | 127.0.0.1:8002   | ./data | 127.0.0.1:8002
  -                                          | ADDR=10.0.0.2:80 PEERS=10.0.0.3:80,10.0.0.1:80 | 80 | 0.0.0.0 | 10.0.0.2:80    | ./data | 10.0.0.1:80 10.0.0.2:80 10.0.0.3:80
  -                                          | ADDR=10.0.0.2:80 PEERS=10.0.0.2:80,10.0.0.1:80 | 80 | 0.0.0.0 | 10.0.0.2:80    | ./data | 10.0.0.1:80 10.0.0.2:80
  """)
    void whereANodeListensAndWhoItsMembersAre(
            String flags,
            String variables,
            int port,
            String bind,
            String address,
            Path folder,
            String members) {
        ServerConfig config = parse(flags, variables);
        assertEquals(port, config.port());
        assertEquals(bind, config.bind());
        assertEquals(address, config.address());
        assertEquals(folder, config.dataFolder());
        assertEquals(members, String.join(" ", config.members()));
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
  --port 0                                   | -           | --port needs a port from 1 to 65535, not '0'
  --port 65536                               | -           | --port needs a port from 1 to 65535, not '65536'
  --port x                                   | -           | --port needs a port from 1 to 65535, not 'x'
  --addr 10.0.0.1                            | -           | --addr needs HOST:PORT, not '10.0.0.1'
  -                                          | ADDR=a:b    | ADDR needs a port from 1 to 65535, not 'b'
  -                                          | PEERS=a/b:1 | PEERS has no valid host: 'a/b:1'
  --addr [nonsense]:1                        | -           | --addr has no valid host: '[nonsense]:1'
  --port 8001 --peers=:8002,:8003            | -           | --peers lists all members, but 127.0.0.1:8001, this node's own address, is not among 127.0.0.1:8002,127.0.0.1:8003 (see --port and --addr)
  --port 8001 --peers=:8001,:8002,:8002      | -           | --peers names :8002 twice
  --election-timeout 500                     | -           | --election-timeout needs MIN-MAX in milliseconds, such as 500-1000, not '500'
  --election-timeout 900-800                 | -           | --election-timeout needs its first number to be the smaller one, not '900-800'
  --election-timeout 1-x                     | -           | --election-timeout needs a number from 3 to 600000, not '1'
  --heartbeat 0                              | -           | --heartbeat needs a number from 1 to 200000, not '0'
  --heartbeat 167                            | -           | a heartbeat every 167 ms is over a third of the shortest election timeout, 500 ms: two lost heartbeats would depose the leader
  --election-timeout 200-400                 | -           | a heartbeat every 100 ms is over a third of the shortest election timeout, 200 ms: two lost heartbeats would depose the leader
  --value-limit 65m                          | -           | --value-limit needs a number from 1 to 64, not '65'
  --value-limit 0                            | -           | --value-limit needs a number from 1 to 67108864, not '0'
  --max-connections many                     | -           | --max-connections needs a number from 1 to 1000000, not 'many'
  """)
    void whatMakesNoSenseIsRefusedInOneClearLine(String flags, String variables, String complaint) {
        var refusal = assertThrows(UsageException.class, () -> parse(flags, variables));
        assertEquals(complaint, refusal.getMessage());
    }

    @Test
    void timesAndSizesReachTheEngine() {
        var config =
                parse(
                        "--election-timeout 300-700 --heartbeat 50 --snapshot-log-bytes 4k"
                                + " --snapshot-rate 3m --value-limit 2M --max-connections 7"
                                + " --bootstrap-majority",
                        null);
        assertEquals(300_000_000, config.engine().electionMinNanos());
        assertEquals(700_000_000, config.engine().electionMaxNanos());
        assertEquals(50_000_000, config.engine().heartbeatNanos());
        assertEquals(4096, config.engine().snapshotLogBytes());
        assertEquals(4096, config.engine().retainedLogBytes());
        assertEquals(3 << 20, config.engine().snapshotBytesPerSecond());
        assertTrue(config.engine().bootstrapMajority());
        assertEquals(2 << 20, config.valueBytesMax());
        assertEquals(7, config.connectionsMax());
    }

    @Test
    void whatCanHurtIsOffUnlessAskedFor() {
        var config = parse(null, null);
        assertFalse(config.proxy());
        assertTrue(parse("--proxy", null).proxy());
        assertFalse(config.raftHttp());
        assertFalse(config.faultInjection());
        assertFalse(config.engine().bootstrapMajority());
        assertNull(config.clusterSecret());
        assertTrue(parse("--fault-injection --raft-http", null).faultInjection());
        assertTrue(parse(null, "CLEW_FAULT_INJECTION=1").faultInjection());
        assertFalse(parse(null, "CLEW_FAULT_INJECTION=0").faultInjection());
    }

    @Test
    void aSecretIsReadFromItsFileAndMustBeLong(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, "ariadne and theseus\n");
        var secret = parse("--cluster-secret-file " + file, null).clusterSecret();
        assertEquals("ariadne and theseus", secret == null ? null : secret.utf8());

        Files.writeString(file, "short\n");
        assertThrows(UsageException.class, () -> parse("--cluster-secret-file " + file, null));
        Files.delete(file);
        assertThrows(UsageException.class, () -> parse("--cluster-secret-file " + file, null));
    }

    @Test
    void aSecretThatIsNoTextIsSaidToBeNone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("secret");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        var refusal =
                assertThrows(
                        UsageException.class, () -> parse("--cluster-secret-file " + file, null));
        assertEquals(
                "the cluster secret in " + file + " must be text, in UTF-8, and is not",
                refusal.getMessage());
    }

    @Test
    void theFlagThatFoundsWinsOverTheVariableThatJoins() {
        var founds = parse("--port 1 --peers=:1,:2", "JOIN=other:1");
        assertNull(founds.join());
        assertEquals(List.of("127.0.0.1:1", "127.0.0.1:2"), founds.members());
        assertNotNull(parse("--port 1", "JOIN=other:1").join());
        assertNull(parse("--port 1 --join=", "JOIN=other:1").join());
        assertThrows(
                UsageException.class, () -> parse("--port 1 --peers=:1,:2 --join=other:1", null));
    }

    /** What is taken from a client has to get to the other nodes. */
    @Test
    void theLargestValueFitsIntoAMessageWithItsKey() {
        int value = parse("--value-limit 64m", null).valueBytesMax();
        assertEquals(64 << 20, value);
        assertTrue(value + 2 * 1024 <= PeerNetwork.MESSAGE_BYTES_MAX);
    }

    /** Or a node with a small limit could neither be joined nor ask to. */
    @Test
    void ordersMayBeLargerThanValues() {
        int bytes = parse("--value-limit 10", null).http().limits().bodyBytes();
        assertEquals(KvApi.JSON_BYTES_MAX, bytes);
    }

    private static ServerConfig parse(@Nullable String flags, @Nullable String variables) {
        var parsed = new Flags();
        new CommandLine(parsed).parseArgs(flags == null ? new String[0] : flags.split(" "));
        var environment = new TreeMap<String, String>();
        for (String variable : variables == null ? new String[0] : variables.split(" ")) {
            environment.put(
                    variable.substring(0, variable.indexOf('=')),
                    variable.substring(variable.indexOf('=') + 1));
        }
        return ServerConfig.of(parsed, environment);
    }
}
