package io.clew.server;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients were told, how often, and when their writes were acknowledged. */
final class ClientReport {
    /** The answers of a cluster that works, and of a node of it that does not know its leader. */
    private static final Set<String> HEALTHY = Set.of("200", "404", "503 with Retry-After");

    /** Not an answer: the node is not there, and nothing was sent to it. */
    static final String REFUSED_CONNECTION = "refused connection";

    private final ConcurrentSkipListMap<String, AtomicInteger> answers =
            new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<Long> acknowledgedAt = new ConcurrentLinkedQueue<>();

    void saw(String answer) {
        answers.computeIfAbsent(answer, _ -> new AtomicInteger()).incrementAndGet();
    }

    void acknowledged() {
        acknowledgedAt.add(System.nanoTime());
    }

    int writes() {
        return acknowledgedAt.size();
    }

    /** What nobody should see while members come and go: failures, and unknown outcomes. */
    Map<String, Integer> unexpected() {
        var unexpected = new TreeMap<String, Integer>();
        answers.forEach((answer, n) -> unexpected.put(answer, n.get()));
        unexpected.keySet().removeAll(HEALTHY);
        unexpected.remove(REFUSED_CONNECTION);
        return unexpected;
    }

    /** The same where a process was killed: its connections break, and what was on its way. */
    Map<String, Integer> unexpectedBesideKills() {
        var unexpected = new TreeMap<>(unexpected());
        unexpected
                .keySet()
                .removeIf(what -> what.startsWith("broken") || what.startsWith("504 outcome"));
        return unexpected;
    }

    /** The longest time without an acknowledged write that ended since then. */
    long longestGapMillis(long sinceNanos) {
        List<Long> times = acknowledgedAt.stream().sorted().toList();
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) >= sinceNanos) {
                longest = Math.max(longest, times.get(i) - times.get(i - 1));
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    @Override
    public String toString() {
        return answers.toString();
    }
}
