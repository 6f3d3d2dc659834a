package io.clew.transport.http;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;

/** Commands as people write them: {@code PUT key value}, {@code DELETE key}, {@code CLEAR}. */
final class CommandText {
    /** Text that is no command. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        Malformed(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    private CommandText() {}

    static String of(Command command) {
        return switch (command) {
            case Command.Put(Bytes key, Bytes value) -> "PUT " + key.utf8() + " " + value.utf8();
            case Command.Delete(Bytes key) -> "DELETE " + key.utf8();
            case Command.Clear() -> "CLEAR";
            case Command.Keyed keyed -> of(keyed.write());
            case Command.ClearShard _ -> "CLEAR";
            case Command.Place(var change) -> "PLACE " + change;
        };
    }

    /** The same, of what is long only the beginning. */
    static Excerpt beginning(Command command, int bytesMax) {
        return switch (command) {
            case Command.Put(Bytes key, Bytes value) ->
                    Excerpt.of(value, bytesMax).behind("PUT " + key.utf8() + " ");
            case Command.Keyed keyed -> beginning(keyed.write(), bytesMax);
            case Command.Delete _, Command.Clear _, Command.ClearShard _, Command.Place _ ->
                    Excerpt.of(of(command), bytesMax);
        };
    }

    static Command.Write parse(String text) throws Malformed {
        int verbEnd = text.indexOf(' ');
        String verb = verbEnd < 0 ? text : text.substring(0, verbEnd);
        String rest = verbEnd < 0 ? "" : text.substring(verbEnd + 1);
        return switch (verb) {
            case "PUT" -> put(rest);
            case "DELETE" -> new Command.Delete(key(rest));
            case "CLEAR" -> {
                if (verbEnd >= 0) {
                    throw new Malformed("CLEAR stands alone");
                }
                yield new Command.Clear();
            }
            default -> throw new Malformed("a command is PUT key value, DELETE key or CLEAR");
        };
    }

    private static Command.Write put(String rest) throws Malformed {
        int keyEnd = rest.indexOf(' ');
        Bytes key = key(keyEnd < 0 ? rest : rest.substring(0, keyEnd));
        String value = keyEnd < 0 ? "" : rest.substring(keyEnd + 1);
        if (value.isEmpty()) {
            throw new Malformed("value cannot be empty");
        }
        return new Command.Put(key, Bytes.utf8(value));
    }

    private static Bytes key(String text) throws Malformed {
        String fault = KeyRule.fault(text);
        if (fault != null) {
            throw new Malformed(fault);
        }
        return Bytes.utf8(text);
    }
}
