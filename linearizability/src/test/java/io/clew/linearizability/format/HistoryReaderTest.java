package io.clew.linearizability.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.linearizability.Call;
import io.clew.linearizability.Model;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;

class HistoryReaderTest {
    @Test
    void aKeyInFrontOfTheValueIsTakenAsKey() throws Exception {
        Recording recording =
                read(
                        """
                        {:process 3, :type :invoke, :f :cas, :value [:k [1 2]], :time 5}
                        {:process 3, :type :ok, :f :cas, :value [:k [1 2]], :time 9}
                        """);
        assertEquals(
                List.of(new Operation(3, new Call.Cas("k", "1", "2"), Outcome.DONE, 5, 9)),
                recording.history().operations());
        assertEquals(Model.keyValue(), recording.model());
    }

    @Test
    void aCasWithoutKeysIsOneOfARegister() throws Exception {
        Recording recording = read("[{:process 3, :type :invoke, :f :cas, :value [1 2]}]");
        assertEquals(
                new Call.Cas("register", "1", "2"),
                recording.history().operations().getFirst().call());
    }

    @Test
    void porcupinesTextStartsWithEmptyValues() throws Exception {
        Recording recording = read("{:process 0, :type :invoke, :f :get, :key \"7\", :value nil}");
        assertEquals(new Model(""), recording.model());
    }

    @Test
    void anArrayOfObjectsIsReadLikeLines() throws Exception {
        Recording recording =
                read(
                        """
                        [{"process": "nemesis", "type": "info", "f": "kill", "value": null},
                         {"process": 9, "type": "invoke", "f": "read", "value": null},
                         {"process": 9, "type": "ok", "f": "read", "value": 12}]
                        """);
        assertEquals(
                List.of(new Operation(9, new Call.Get("register"), Outcome.read("12"), 1, 2)),
                recording.history().operations());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"invoke\"} | expected a field \"process\"",
                "{\"process\":0,\"type\":\"begin\"} | completes an operation that it never invoked",
                "{\"process\":\"x\",\"type\":\"invoke\"} | expected a whole number or nemesis",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"pop\",\"key\":\"a\"} | unknown operation pop",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"get\",\"key\":\"a\",\"time\":1.5} | as time",
                "{\"process\":0,\"type\":\"invoke\" | before a closing '}'",
                "{\"process\" 0} | expected ':' after the key",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"cas\",\"key\":\"a\",\"value\":1} | [from to]",
                "7 | expected a map"
            })
    void aBrokenLineIsNamed(String broken, String expected) {
        String good = "{\"process\":5,\"type\":\"invoke\",\"f\":\"clear\"}\n";
        var bad = assertThrows(BadHistoryException.class, () -> read(good + broken));
        String message = String.valueOf(bad.getMessage());
        assertEquals("test:2: ", message.substring(0, 8));
        assertEquals(true, message.contains(expected), message);
    }

    @Test
    void aSecondOperationOfABusyProcessIsRefused() {
        String line = "{:process 5, :type :invoke, :f :read, :value nil}\n";
        var bad = assertThrows(BadHistoryException.class, () -> read(line + line));
        assertEquals(
                "test:2: process 5 invokes an operation while one of it is open", bad.getMessage());
    }

    @Test
    void whatIsNoHistoryIsNotGuessedAt() {
        assertThrows(BadHistoryException.class, () -> read("key,value\n1,2\n"));
    }

    private static Recording read(String text) throws IOException, BadHistoryException {
        return HistoryReader.read("test", new StringReader(text), null);
    }
}
