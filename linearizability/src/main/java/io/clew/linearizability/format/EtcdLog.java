package io.clew.linearizability.format;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of Jepsen's first etcd test: {@code INFO jepsen.util - 3 :invoke :cas [0 1]}, with tabs
 * or blanks between.
 */
final class EtcdLog {
    private static final String MARK = "jepsen.util - ";

    private EtcdLog() {}

    static boolean isEvent(String line) {
        return event(line) != null;
    }

    /** The event of the line, or null if the line is about something else. */
    static @Nullable Map<String, Datum> event(String line) {
        int mark = line.indexOf(MARK);
        if (mark < 0) {
            return null;
        }
        String[] fields = line.substring(mark + MARK.length()).strip().split("\\s+", 4);
        if (fields.length < 4 || !fields[1].startsWith(":")) {
            return null;
        }
        Map<String, Datum> event = new LinkedHashMap<>();
        event.put("process", value(fields[0]));
        event.put("type", value(fields[1]));
        event.put("f", value(fields[2]));
        event.put("value", value(fields[3]));
        return event;
    }

    private static Datum value(String text) {
        if (text.equals("nil")) {
            return Datum.NIL;
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            String[] items = text.substring(1, text.length() - 1).strip().split("\\s+");
            return new Datum.Sequence(Arrays.stream(items).map(EtcdLog::value).toList());
        }
        return new Datum.Word(text.startsWith(":") ? text.substring(1) : text);
    }
}
