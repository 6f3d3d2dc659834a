package io.clew.transport.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Passes on each distinct line at most once in ten seconds, so that no stranger fills the log. */
final class RareNotes {
    private static final long PAUSE_NANOS = 10_000_000_000L;
    private static final int LINES_MAX = 64;

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
        Long last = noted.get(line);
        if (last == null || now - last >= PAUSE_NANOS) {
            noted.put(line, now);
            out.accept(line);
        }
    }
}
