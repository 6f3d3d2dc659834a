package io.clew.linearizability.format;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the maps of a file of JSON or EDN one by one, whether they stand for themselves, one after
 * the other, or in an array.
 *
 * <p>The two notations are so near to each other that one reader does for both: what JSON has more
 * is the colon after a key, what EDN has more are keywords, comments, tags and other brackets.
 */
final class DatumReader {
    /** How deep brackets may be nested; histories need four. */
    private static final int DEPTH_MAX = 64;

    private static final int END = -1;

    enum Notation {
        JSON,
        EDN
    }

    private final String file;
    private final Reader in;
    private final Notation notation;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int limit;
    private int line = 1;

    /** How many values that are to be dropped are inside one another. */
    private int discarded;

    /** The lines in which the brackets around all maps were opened. */
    private final Deque<Integer> opened = new ArrayDeque<>();

    DatumReader(String file, Reader in, Notation notation) {
        this.file = file;
        this.in = in;
        this.notation = notation;
    }

    /** The line that the reader has come to. */
    int line() {
        return line;
    }

    BadHistoryException bad(String problem) {
        return new BadHistoryException(file, line, problem);
    }

    /** The next map, or null at the end of the file. */
    Datum.@Nullable Table next() throws IOException, BadHistoryException {
        while (true) {
            skipBlank();
            int c = peek();
            if (c == END) {
                if (!opened.isEmpty()) {
                    throw unclosed("bracket", opened.getFirst());
                }
                return null;
            } else if (c == '[' || c == '(') {
                opened.push(line);
                position++;
            } else if (c == ']' || c == ')') {
                if (opened.poll() == null) {
                    throw noValue();
                }
                position++;
            } else {
                Datum datum = datum(0);
                if (datum instanceof Datum.Table table) {
                    return table;
                }
                throw bad("expected a map, {…}, but found " + datum);
            }
        }
    }

    private Datum datum(int depth) throws IOException, BadHistoryException {
        if (depth > DEPTH_MAX) {
            throw bad("brackets are nested deeper than " + DEPTH_MAX);
        }
        skipBlank();
        int c = peek();
        return switch (c) {
            case '{' -> table(depth);
            case '[' -> sequence(']', depth);
            case '(' -> sequence(')', depth);
            case '"' -> new Datum.Text(text());
            case '#' -> tagged(depth);
            case END -> throw bad("the file ends inside a value");
            case ':' -> {
                if (notation == Notation.JSON) {
                    throw noValue();
                }
                yield keyword();
            }
            case ']', ')', '}' -> throw noValue();
            default -> word();
        };
    }

    private String found() throws IOException {
        int c = peek();
        return c == END ? "the end of the file" : "'" + (char) c + "'";
    }

    private BadHistoryException unclosed(String what, int openedAt) {
        return new BadHistoryException(
                file, openedAt, "expected a closing " + what + ", but found the end of the file");
    }

    private BadHistoryException noValue() throws IOException {
        return bad("expected a value, but found " + found());
    }

    private Datum table(int depth) throws IOException, BadHistoryException {
        Map<String, Datum> entries = new LinkedHashMap<>();
        int openedAt = line;
        position++;
        while (!closes('}', openedAt)) {
            Datum key = datum(depth + 1);
            if (notation == Notation.JSON) {
                skipBlank();
                if (peek() != ':') {
                    throw bad("expected ':' after the key " + key + ", but found " + found());
                }
                position++;
            }
            Datum value = datum(depth + 1);
            switch (key) {
                case Datum.Text(String text) -> entries.put(text, value);
                case Datum.Word(String word) -> entries.put(word, value);
                case Datum.Nil _, Datum.Sequence _, Datum.Table _ -> {}
            }
        }
        return new Datum.Table(entries);
    }

    private Datum sequence(char end, int depth) throws IOException, BadHistoryException {
        List<Datum> items = new ArrayList<>();
        int openedAt = line;
        position++;
        while (!closes(end, openedAt)) {
            items.add(datum(depth + 1));
        }
        return new Datum.Sequence(items);
    }

    private boolean closes(char end, int openedAt) throws IOException, BadHistoryException {
        skipBlank();
        int c = peek();
        if (c == END) {
            throw unclosed("'" + end + "'", openedAt);
        }
        if (c == end) {
            position++;
            return true;
        }
        return false;
    }

    /** A set is read as a sequence; any other tag is dropped, and what it tags is read. */
    private Datum tagged(int depth) throws IOException, BadHistoryException {
        position++;
        if (peek() == '{') {
            return sequence('}', depth);
        }
        if (peek() == ':') { // A map whose keys share a namespace; these are told apart without.
            position++;
        }
        word();
        return datum(depth + 1);
    }

    private Datum keyword() throws IOException, BadHistoryException {
        position++;
        return word();
    }

    private Datum word() throws IOException, BadHistoryException {
        var word = new StringBuilder();
        if (notation == Notation.EDN && peek() == '\\') { // A character, which may be a bracket.
            word.append((char) take("a character")).append((char) take("a character"));
        }
        for (int c = peek(); isWordPart(c); c = peek()) {
            word.append((char) c);
            position++;
        }
        if (word.isEmpty()) {
            throw noValue();
        }
        String text = word.toString();
        return text.equals("nil") || text.equals("null") ? Datum.NIL : new Datum.Word(text);
    }

    private static boolean isWordPart(int c) {
        return c > ' ' && "{}[]()\",;:".indexOf(c) < 0;
    }

    private String text() throws IOException, BadHistoryException {
        var text = new StringBuilder();
        int opened = line;
        position++;
        while (true) {
            if (peek() == END || (notation == Notation.JSON && peek() == '\n')) {
                throw new BadHistoryException(
                        file, opened, "expected a closing quote, but found the end of the text");
            }
            int c = take("a closing quote");
            if (c == '"') {
                return text.toString();
            }
            text.append(c == '\\' ? escaped() : (char) c);
        }
    }

    private char escaped() throws IOException, BadHistoryException {
        int c = take("the rest of an escape");
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> (char) c;
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(take("four hexadecimal digits"), 16);
                    if (digit < 0) {
                        throw bad("expected four hexadecimal digits after \\u");
                    }
                    code = code << 4 | digit;
                }
                yield (char) code;
            }
            default -> throw bad("unknown escape '\\" + (char) c + "'");
        };
    }

    private int take(String expected) throws IOException, BadHistoryException {
        int c = peek();
        if (c == END) {
            throw bad("the file ends before " + expected);
        }
        position++;
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private void skipBlank() throws IOException, BadHistoryException {
        for (int c = peek(); c != END; c = peek()) {
            if (c == ';' && notation == Notation.EDN) {
                skipComment();
            } else if (c == '#' && second() == '_') {
                position += 2;
                datum(++discarded);
                discarded--;
            } else if (c > ' ' && c != ',') {
                return;
            } else {
                position++;
                if (c == '\n') {
                    line++;
                }
            }
        }
    }

    private void skipComment() throws IOException {
        for (int c = peek(); c != END && c != '\n'; c = peek()) {
            position++;
        }
    }

    /** The character after the one that {@link #peek} shows. */
    private int second() throws IOException {
        if (position + 1 == limit) {
            buffer[0] = buffer[position];
            position = 0;
            limit = 1 + Math.max(0, in.read(buffer, 1, buffer.length - 1));
        }
        return position + 1 < limit ? buffer[position + 1] : END;
    }

    private int peek() throws IOException {
        if (position == limit) {
            limit = in.read(buffer);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                return END;
            }
        }
        return buffer[position];
    }
}
