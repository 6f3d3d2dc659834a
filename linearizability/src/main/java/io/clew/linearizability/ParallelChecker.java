package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Checks the keys of a history on several threads, with the verdict that {@link Checker} comes to
 * alone.
 *
 * <p>The threads take the keys in their order. A key that is not linearizable ends the check, but
 * only of keys that come later in this order; so the verdict is always that of the first such key,
 * however the threads are scheduled. The budget counts for each key, as with one thread; only of
 * the memory each thread has its share. What depends on scheduling is only what depends on the
 * machine anyway: a limit in time, and memory that runs out.
 */
public final class ParallelChecker {
    /**
     * What came of a check.
     *
     * @param certificate the proof that the history is linearizable, if it is and the proof was
     *     asked for
     */
    public record Checked(Verdict verdict, @Nullable Certificate certificate) {}

    private static final int FEW_EVENTS = 2_000;

    private final List<KeyCheck> checks;
    private final int threads;
    private final Budget budget;
    private final boolean certify;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger firstFailed = new AtomicInteger(Integer.MAX_VALUE);

    private ParallelChecker(
            History history, Model model, Budget budget, int threads, boolean certify) {
        this.checks = Checker.parts(history, model, certify);
        this.threads = worthwhile(threads, history, checks.size());
        this.budget = budget.sharedBy(this.threads);
        this.certify = certify;
    }

    /** Checks with so many threads at most. */
    public static Checked check(
            History history, Model model, Budget budget, int threads, boolean certify) {
        var checker = new ParallelChecker(history, model, budget, threads, certify);
        checker.run();
        Verdict verdict = Checker.verdict(checker.checks);
        return new Checked(
                verdict,
                certify && verdict instanceof Verdict.Linearizable ? checker.certificate() : null);
    }

    /** The bare answer, without the work that an explanation takes. */
    public static Decision decide(History history, Model model, Budget budget, int threads) {
        var checker = new ParallelChecker(history, model, budget, threads, false);
        checker.run();
        return Checker.decision(checker.checks);
    }

    /** To wake another thread takes longer than to check a small history. */
    private static int worthwhile(int threads, History history, int keys) {
        return history.eventCount() < FEW_EVENTS ? 1 : Math.max(1, Math.min(threads, keys));
    }

    private void run() {
        List<ForkJoinTask<?>> helpers = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            helpers.add(ForkJoinPool.commonPool().submit(this::checkRemaining));
        }
        checkRemaining();
        for (ForkJoinTask<?> helper : helpers) {
            helper.join();
        }
    }

    private void checkRemaining() {
        for (int i = next.getAndIncrement(); i < checks.size(); i = next.getAndIncrement()) {
            if (i > firstFailed.get()) {
                return;
            }
            if (checks.get(i).run(budget, certify) instanceof SearchResult.Stuck) {
                firstFailed.accumulateAndGet(i, Math::min);
            }
        }
    }

    private Certificate certificate() {
        SortedMap<String, List<Integer>> orders = new TreeMap<>();
        for (KeyCheck each : checks) {
            orders.put(each.key(), each.order());
        }
        return new Certificate(orders);
    }
}
