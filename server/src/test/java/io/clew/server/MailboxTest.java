package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

class MailboxTest {
    private static final long FOREVER = 3_600_000_000_000L;

    private final Mailbox<Integer> mailbox = new Mailbox<>();

    @Test
    void itemsComeOutInOrder() {
        mailbox.put(1);
        mailbox.put(2);
        assertEquals(2, mailbox.putCount());
        assertEquals(1, mailbox.poll());
        assertEquals(2, mailbox.poll());
        assertNull(mailbox.poll());
    }

    /** A lost wake-up would leave the owner asleep for an hour. */
    @Test
    @Timeout(60)
    void noItemIsLeftWhileTheOwnerSleeps() throws InterruptedException {
        int producers = 4;
        int each = 5_000;
        var threads = new ArrayList<Thread>();
        for (int p = 0; p < producers; p++) {
            int first = p * each;
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                for (int i = 0; i < each; i++) {
                                    mailbox.put(first + i);
                                    if (i % 8 == 0) {
                                        LockSupport.parkNanos(
                                                1); // now and then the owner falls asleep
                                    }
                                }
                            }));
        }
        List<Integer> taken = take(producers * each);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(producers * each, taken.stream().distinct().toList().size());
    }

    @Test
    @Timeout(60)
    void closingEndsASleepAndEveryLaterOne() throws InterruptedException {
        var owner = Thread.startVirtualThread(() -> mailbox.await(FOREVER));
        mailbox.close();
        owner.join();
        mailbox.await(FOREVER);
        assertTrue(mailbox.closed());
    }

    private List<Integer> take(int count) {
        var taken = new ArrayList<Integer>();
        while (taken.size() < count) {
            @Nullable Integer item = mailbox.poll();
            if (item == null) {
                mailbox.await(FOREVER);
            } else {
                taken.add(item);
            }
        }
        return taken;
    }
}
