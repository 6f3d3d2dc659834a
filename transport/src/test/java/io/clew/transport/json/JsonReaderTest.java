package io.clew.transport.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonReaderTest {
    private static String shown(String text) {
        try {
            var out = new JsonWriter();
            write(out, JsonReader.read(text));
            return out.toString();
        } catch (JsonException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void write(JsonWriter out, Json value) {
        switch (value) {
            case Json.Obj(var fields) -> {
                out.beginObject();
                fields.forEach(
                        (name, field) -> {
                            out.name(name);
                            write(out, field);
                        });
                out.endObject();
            }
            case Json.Arr(var items) -> {
                out.beginArray();
                items.forEach(item -> write(out, item));
                out.endArray();
            }
            case Json.Str(String text) -> out.value(text);
            case Json.Num(long number) -> out.value(number);
            case Json.Bool(boolean bool) -> out.value(bool);
            case Json.Null() -> out.value((String) null);
        }
    }

    @Test
    void what_is_read_is_written_the_same() {
        String[][] table = {
            {" { } ", "{}"},
            {"[]", "[]"},
            {"[1,-2 , 0, 9223372036854775807]", "[1, -2, 0, 9223372036854775807]"},
            {
                "{\"a\":{\"b\":[true,false,null]},\"c\":\"\"}",
                "{\"a\": {\"b\": [true, false, null]}, \"c\": \"\"}"
            },
            {"\"\\\"\\\\\\/\\n\\t\\u00e4\\ud83d\\ude00\"", "\"\\\"\\\\/\\n\\u0009ä😀\""},
        };
        for (String[] row : table) {
            assertEquals(row[1], shown(row[0]));
        }
    }

    @Test
    void what_is_not_json_is_refused_with_its_place() {
        String[][] table = {
            {"", "0: a value is expected"},
            {"{} x", "3: something follows the value"},
            {"{\"a\" 1}", "5: ':' is expected"},
            {"{\"a\":1,}", "7: '\"' is expected"},
            {"{\"a\":1,\"a\":2}", "12: field 'a' is there twice"},
            {"[1,]", "3: a value is expected"},
            {"[1", "2: ']' is expected"},
            {"{'a':1}", "1: '\"' is expected"},
            {"01", "2: a number is expected"},
            {"-", "1: a number is expected"},
            {"1e3", "1: only whole numbers are used here"},
            {"9223372036854775808", "19: the number is too large"},
            {"\"a", "2: the text ends too early"},
            {"\"\\x\"", "3: unknown escape"},
            {"\"\\u12g4\"", "6: four hex digits are expected"},
            {"\"a\nb\"", "3: a control character in a string must be escaped"},
            {"nul", "0: a value is expected"},
            {"[".repeat(40), "33: nested too deeply"},
        };
        for (String[] row : table) {
            assertEquals("malformed JSON at " + row[1], shown(row[0]));
        }
    }
}
