package io.clew.transport.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Passes on each distinct line, numbers aside, at most once in ten seconds, so that no stranger
 * fills the log.
 */
final class RareNotes {
    private static final long PAUSE_NANOS = 10_000_000_000L;
    private static final int LINES_MAX = 64;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Consumer<String> out;
    private final Map<String, Long> noted =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > LINES_MAX;
                }
            };

    RareNotes(Consumer<String> out) {
        this.out = out;
    }

    void note(String line) {
        long now = System.nanoTime();
        // Ports and counts differ from one attempt of the same stranger to the next.
        String cause = NUMBER.matcher(line).replaceAll("#");
        Long last = noted.get(cause);
        if (last == null || now - last >= PAUSE_NANOS) {
            noted.put(cause, now);
            out.accept(line);
        }
    }
}
