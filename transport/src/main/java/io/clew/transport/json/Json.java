package io.clew.transport.json;

import java.util.LinkedHashMap;
import java.util.List;

/** A JSON value (RFC 8259), with numbers that are whole and fit a long. */
public sealed interface Json {
    record Obj(LinkedHashMap<String, Json> fields) implements Json {}

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Str(String value) implements Json {}

    record Num(long value) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}
}
