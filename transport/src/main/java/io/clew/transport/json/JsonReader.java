package io.clew.transport.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads JSON strictly: nothing that RFC 8259 does not allow, no field twice, no fractions. */
public final class JsonReader {
    private static final int DEPTH_MAX = 32;

    private final String text;
    private int position;

    private JsonReader(String text) {
        this.text = text;
    }

    public static Json read(String text) {
        var reader = new JsonReader(text);
        Json value = reader.value(0);
        reader.space();
        if (reader.position != text.length()) {
            throw reader.fault("something follows the value");
        }
        return value;
    }

    private Json value(int depth) {
        if (depth > DEPTH_MAX) {
            throw fault("nested too deeply");
        }
        space();
        char c = peek();
        if (c == '-' || isDigit(c)) {
            return number();
        }
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Str(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            default -> throw fault("a value is expected");
        };
    }

    private Json.Obj object(int depth) {
        var fields = new LinkedHashMap<String, Json>();
        expect('{');
        space();
        if (skip('}')) {
            return new Json.Obj(fields);
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            if (fields.put(name, value(depth + 1)) != null) {
                throw fault("field '" + name + "' is there twice");
            }
            space();
        } while (skip(','));
        expect('}');
        return new Json.Obj(fields);
    }

    private Json.Arr array(int depth) {
        var items = new ArrayList<Json>();
        expect('[');
        space();
        if (skip(']')) {
            return new Json.Arr(items);
        }
        do {
            items.add(value(depth + 1));
            space();
        } while (skip(','));
        expect(']');
        return new Json.Arr(items);
    }

    private Json.Num number() {
        int start = position;
        skip('-');
        int digits = position;
        while (isDigit(peek())) {
            position++;
        }
        char next = peek();
        boolean leadingZero = position - digits > 1 && text.charAt(digits) == '0';
        if (position == digits || leadingZero) {
            throw fault("a number is expected");
        }
        if (next == '.' || next == 'e' || next == 'E') {
            throw fault("only whole numbers are used here");
        }
        try {
            return new Json.Num(Long.parseLong(text, start, position, 10));
        } catch (NumberFormatException e) {
            throw fault("the number is too large");
        }
    }

    private String string() {
        expect('"');
        var out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw fault("a control character in a string must be escaped");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw fault("unknown escape");
        };
    }

    private char hex() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw fault("four hex digits are expected");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, position)) {
            throw fault("a value is expected");
        }
        position += word.length();
        return value;
    }

    private void space() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean skip(char c) {
        if (peek() == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw fault("'" + c + "' is expected");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** 0, which no JSON outside a string contains, at the end. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private char next() {
        if (position == text.length()) {
            throw fault("the text ends too early");
        }
        return text.charAt(position++);
    }

    private JsonException fault(String what) {
        return new JsonException("malformed JSON at " + position + ": " + what);
    }
}
