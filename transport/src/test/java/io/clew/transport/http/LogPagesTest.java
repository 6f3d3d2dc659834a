package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.api.Reply;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.wire.CommandCodec;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the log shows of large values. */
class LogPagesTest {
    private static final int SHOWN = 64 << 10;

    private static String entries(Reply.LogPage page) {
        String body = LogPages.answer(page).body().utf8();
        return body.substring(body.indexOf("\"entries\": "));
    }

    private static Reply.LogPage page(List<Command> commands) {
        var entries = new ArrayList<Entry>();
        for (Command command : commands) {
            Bytes payload = CommandCodec.encode(command);
            entries.add(new Entry(entries.size() + 1, 1, Entry.Kind.COMMAND, payload));
        }
        return new Reply.LogPage(new LogId(0, 0), 0, 0, entries.size(), entries);
    }

    private static Command.Put put(String value) {
        return new Command.Put(Bytes.utf8("k"), Bytes.utf8(value));
    }

    /** What is shown of one entry, long runs of a character as their number. */
    private static String only(Command command) {
        String text = entries(page(List.of(command)));
        return Pattern.compile("(.)\\1{99,}")
                .matcher(text.substring("'entries': [".length(), text.indexOf('}')))
                .replaceAll(run -> run.group(1) + "*" + run.group().length());
    }

    @Test
    void a_value_is_shown_whole_up_to_a_limit() {
        assertEquals(
                "{\"index\": 1, \"term\": 1, \"command\": \"PUT k x*65536\"",
                only(put("x".repeat(SHOWN))));
    }

    @Test
    void a_longer_one_is_cut_and_said_to_be() {
        Command.Put larger = put("x".repeat(SHOWN + 1));
        String shown = "{\"index\": 1, \"term\": 1, \"command\": \"PUT k x*65536\"";
        assertEquals(shown + ", \"cut\": true, \"bytes\": 65541", only(larger));
        var keyed = new Command.Keyed(1, Bytes.utf8("u"), 2, new KeyLimits(3, 4, 5), larger);
        assertEquals(shown + ", \"cut\": true, \"bytes\": 65549", only(keyed));
    }

    @Test
    void no_character_is_cut_through() {
        assertEquals(
                "{\"index\": 1, \"term\": 1, \"command\": \"PUT k xx\u20ac*21844\", \"cut\": true,"
                        + " \"bytes\": 65541",
                only(put("xx" + "\u20ac".repeat(21_845))));
    }

    @Test
    void a_page_of_many_large_values_is_bounded_and_goes_on_in_the_next() {
        Command large = put("x".repeat(4 << 20));
        var commands = new ArrayList<Command>();
        for (int i = 0; i < 10; i++) {
            commands.add(large);
        }
        String text = entries(page(commands));
        assertTrue(text.length() < 5 * (SHOWN + 100), text.length() + " characters");
        assertTrue(text.endsWith("], \"next\": 5}\n"));
    }
}
