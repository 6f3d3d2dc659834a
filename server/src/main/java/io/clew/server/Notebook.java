package io.clew.server;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes down, one after the other, what the node's loop must not wait for. What comes after its
 * end is left out: a loop that outlives its time must not fail for it.
 */
final class Notebook {
    private final ThreadPoolExecutor writer;

    /**
     * @param fatal told of whatever goes wrong
     */
    Notebook(Consumer<Throwable> fatal) {
        writer =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform()
                                .daemon()
                                .name("notes")
                                .uncaughtExceptionHandler((_, failure) -> fatal.accept(failure))
                                .factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
    }

    void note(Runnable writing) {
        writer.execute(writing);
    }

    /** Writes what waits; says whether that is done in time. */
    boolean close(long millis) {
        writer.shutdown();
        try {
            return writer.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
