package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

@Timeout(60)
class NotebookTest {
    @Test
    void whatWaitsAtTheEndIsStillWritten() {
        var written = new ConcurrentLinkedQueue<Integer>();
        var notebook = new Notebook(_ -> {});
        notebook.note(() -> written.add(1));
        notebook.note(() -> written.add(2));
        assertTrue(notebook.close(60_000));
        assertEquals(List.of(1, 2), List.copyOf(written));
    }

    /** Such as of a loop that outlives its time: it would else end the process as if broken. */
    @Test
    void whatComesAfterTheEndIsNotWrittenAndNoFailure() {
        var written = new ConcurrentLinkedQueue<Integer>();
        var notebook = new Notebook(_ -> {});
        assertTrue(notebook.close(60_000));
        notebook.note(() -> written.add(1));
        assertTrue(written.isEmpty());
    }

    @Test
    void aFailureIsTold() {
        var told = new CompletableFuture<Throwable>();
        var notebook = new Notebook(told::complete);
        var failure = new IllegalStateException("no");
        notebook.note(
                () -> {
                    throw failure;
                });
        assertEquals(failure, told.join());
    }
}
