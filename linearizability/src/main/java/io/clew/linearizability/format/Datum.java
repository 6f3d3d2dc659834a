package io.clew.linearizability.format;

import java.util.List;
import java.util.Map;

/** One value of JSON or EDN, as far as histories need them. */
sealed interface Datum {
    /** JSON's null and EDN's nil. */
    record Nil() implements Datum {
        @Override
        public String toString() {
            return "nil";
        }
    }

    record Text(String text) implements Datum {
        @Override
        public String toString() {
            return '"' + text + '"';
        }
    }

    /** A number, a boolean, a symbol, or a keyword without its colon. */
    record Word(String text) implements Datum {
        @Override
        public String toString() {
            return text;
        }
    }

    /** An array, a vector, a list or a set. */
    record Sequence(List<Datum> items) implements Datum {
        @Override
        public String toString() {
            return items.toString();
        }
    }

    /** An object or a map; keys that are not words or text are left out. */
    record Table(Map<String, Datum> entries) implements Datum {
        @Override
        public String toString() {
            return entries.toString();
        }
    }

    Datum NIL = new Nil();
}
