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
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;

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
                "{\"process\":0,\"type\":\"begin\"} | expected a type of invoke, ok, fail or info, but",
                "{\"process\":0,\"type\":\"ok\"} | completes an operation that it never invoked",
                "[{\"process\":5,\"type\":\"ok\"}, | expected a closing bracket, but found the end",
                "{\"process\":5,\"type\":\"ok\"}] | expected a value, but found ']'",
                "{\"process\":\"x\",\"type\":\"invoke\"} | expected a whole number or nemesis",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"pop\",\"key\":\"a\"} | unknown operation pop",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"get\",\"key\":\"a\",\"time\":1.5} | as time",
                "{\"process\":0,\"type\":\"invoke\" | expected a closing '}'",
                "{\"process\" 0} | expected ':' after the key",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"cas\",\"key\":\"a\",\"value\":1} | [from to]",
                "7 | expected a map",
                "{\"process\":0,\"type\":\"ok\" \"f\":\"get} | closing quote, but found the end of the text",
                "{\"process\":0,\"type\" | expected ':' after the key \"type\", but found the end",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"txn\",\"value\":[[\"add\",1,2]]} | [write key value]",
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"txn\",\"value\":7} | as the value of a txn",
                "{\"type\":\"ok\",\"process\":5,\"f\":\"get\"} | expected the f that was invoked, clear"
            })
    void aBrokenLineIsNamed(String broken, String expected) {
        String good = "{\"process\":5,\"type\":\"invoke\",\"f\":\"clear\"}\n";
        var bad = assertThrows(BadHistoryException.class, () -> read(good + broken));
        String message = String.valueOf(bad.getMessage());
        assertEquals("test:2: ", message.substring(0, 8));
        assertEquals(true, message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ":write [:x 1] | :read [:x 1] | expected the f that was invoked, put, but found read",
                ":write [:x 1] | :write [:x 2] | expected the value that was invoked, 1, but found 2",
                ":write [:x 1] | :write [:y 1] | expected the key that was invoked, x, but found y",
                ":read [:x nil] | :read [:y 1] | expected the key that was invoked, x, but found y",
                ":read [:x nil] | :read 1 | expected [key value] as the value, but found 1",
                ":cas [:x [1 2]] | :cas [:x [1 3]] | expected the value to set that was invoked, 2,",
                ":txn [[:write :x 1]] | :txn [[:write :x 2]] | expected the transaction that was invoked",
                ":txn [[:read :x nil]] | :txn [[:read :y 2]] | expected the transaction that was invoked"
            })
    void aCompletionOfSomethingElseIsNamed(String asked, String answered, String expected) {
        String event = "{:process 0 :type %s :f %s}\n";
        String first = event.formatted(":invoke", asked.strip().replaceFirst(" ", " :value "));
        String ok = event.formatted(":ok", answered.strip().replaceFirst(" ", " :value "));
        var bad = assertThrows(BadHistoryException.class, () -> read(first + ok));
        String message = String.valueOf(bad.getMessage());
        assertEquals(true, message.startsWith("test:2: " + expected.strip()), message);
    }

    @Test
    void textEndsInTheLineInWhichItBegins() {
        String line = "{\"process\":5,\"type\":\"invoke\",\"f\":\"clear\"}\n";
        var bad =
                assertThrows(
                        BadHistoryException.class,
                        () -> read(line + line.replace("clear\"", "clear") + line));
        assertEquals(
                "test:2: expected a closing quote, but found the end of the text",
                bad.getMessage());
    }

    @Test
    void theFirstValueIsOpenOnlyWhereAReadMayHaveShownIt() throws Exception {
        String write = "{:process 0 :type %s :f :txn :value [[:w x 1] [:w y 1]]}\n";
        String read = "{:process 1 :type %s :f :txn :value [[:r x %s]]}\n";
        String begun = write.formatted(":invoke") + read.formatted(":invoke", "nil");
        String first = begun + read.formatted(":ok", "1") + write.formatted(":ok");
        assertEquals(Set.of("x"), read(first).model().openInitial());
        String after = write.formatted(":invoke") + write.formatted(":ok");
        String overwritten = after + read.formatted(":invoke", "nil") + read.formatted(":ok", "1");
        assertEquals(Set.of(), read(overwritten).model().openInitial());
    }

    @Test
    void aCompletionMayLeaveOutWhatWasSaid() throws Exception {
        Recording recording =
                read(
                        """
                        {"process":0,"type":"invoke","f":"put","key":"a","value":1}
                        {"process":0,"type":"ok"}
                        {"process":0,"type":"invoke","f":"write","key":"a","value":1}
                        {"process":0,"type":"info","f":"put","value":"timed-out"}
                        """);
        assertEquals(2, recording.history().operations().size());
    }

    @Test
    void aSecondOperationOfABusyProcessIsRefused() {
        String line = "{:process 5, :type :invoke, :f :read, :value nil}\n";
        var bad = assertThrows(BadHistoryException.class, () -> read(line + line));
        assertEquals(
                "test:2: process 5 invokes an operation while one of it is open", bad.getMessage());
    }

    @Test
    void aGetThatDoesNotSayWhatItReadIsRefused() {
        String get = "{\"process\":5,\"type\":\"%s\",\"f\":\"get\",\"key\":\"a\"}\n";
        var bad =
                assertThrows(
                        BadHistoryException.class,
                        () -> read(get.formatted("invoke") + get.formatted("ok")));
        assertEquals(
                "test:2: expected a field \"value\", what was read, in {process=5, type=\"ok\","
                        + " f=\"get\", key=\"a\"}",
                bad.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{\"process\":5,\"type\":\"invoke\",\"f\":\"put\",\"key\":1,\"value\":2}",
                "{\n  \"process\": 5,\n  \"type\": \"invoke\", \"f\": \"put\", \"key\":1, \"value\":2}",
                "{ \"process\": 5, \"type\": \"invoke\", \"f\": \"put\", \"key\":1, \"value\":2 }\r\n",
                "\uFEFF; by hand\r\n{:process 5 :type :invoke :f :put :key 1 :value 2}\r\n",
                "[\n { :process 5 :type :invoke :f :put :key 1 :value 2}]",
                "#_{:process 1} {:process 5 #_#_:f :get :type :invoke :f :put :key 1 :value 2 #_3}",
                "#:jepsen{:process 5 :type :invoke :f :put :key 1 :value 2 :open \\{ :b \\]}",
                "({:process :clock :type :info :f :skew} #op.Op{:process 5 :type :invoke :f :put"
                        + " :key 1 :value 2 :error {:cause #{[nil {}]} :at #inst \"2026-01-01\"}})"
            })
    void aHistoryMayBeWrittenInManyWays(String text) throws Exception {
        List<Operation> operations = read(text).history().operations();
        assertEquals(new Call.Put("1", "2"), operations.getFirst().call());
        assertEquals(1, operations.size());
    }

    @Test
    void aNamedFormatThatFitsNoLineIsRefused() {
        String text = "{:process 5, :type :invoke, :f :read, :value nil}\n";
        var bad =
                assertThrows(
                        BadHistoryException.class,
                        () ->
                                HistoryReader.read(
                                        "test", new StringReader(text), HistoryFormat.ETCD));
        assertEquals(true, String.valueOf(bad.getMessage()).startsWith("test:1: expected lines"));
    }

    @Test
    void whatWasFoundIsCutShortAndKeepsToTheLine() {
        String text = "{:process [\"" + "\\n".repeat(1000) + "\"]}";
        var bad = assertThrows(BadHistoryException.class, () -> read(text));
        String message = String.valueOf(bad.getMessage());
        assertEquals(true, message.length() < 500 && !message.contains("\n"), message);
    }

    @Test
    void registersMayHangTogetherInALongChain() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String event = "{:process 0 :type %s :f :txn :value [[:w r%d 1] [:w r%d 1]]}\n";
            text.append(event.formatted(":invoke", i + 1, i));
            text.append(event.formatted(":ok", i + 1, i));
        }
        Recording recording = read(text.toString());
        assertEquals(
                "r0, r1, r10, r100 and 19997 more",
                recording.history().operations().getLast().call().key());
    }

    @Test
    void whatIsNoHistoryIsNotGuessedAt() {
        assertThrows(BadHistoryException.class, () -> read("key,value\n1,2\n"));
    }

    private static Recording read(String text) throws IOException, BadHistoryException {
        return HistoryReader.read("test", new StringReader(text), null);
    }
}
