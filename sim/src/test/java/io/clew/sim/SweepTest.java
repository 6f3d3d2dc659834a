package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.schedule.Profile;

import org.junit.jupiter.api.Test;

import java.util.concurrent.ConcurrentSkipListMap;

class SweepTest {
    @Test
    void whatRunsBesideItChangesNoRun() throws InterruptedException {
        assertEquals(hashes(1), hashes(3));
    }

    /** Else a range would pass of which a part was never judged. */
    @Test
    void aRunThatBreaksOffEndsTheSweepLoudly() {
        Sweep sweep = sweep(2);
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                sweep.run(
                                        (seed, result) -> {
                                            throw new ArithmeticException("seen");
                                        }));
        assertInstanceOf(ArithmeticException.class, thrown.getCause());
        assertTrue(thrown.toString().contains("seed "), thrown::toString);
    }

    private static ConcurrentSkipListMap<Long, Long> hashes(int jobs) throws InterruptedException {
        var hashes = new ConcurrentSkipListMap<Long, Long>();
        sweep(jobs)
                .run(
                        (seed, result) -> {
                            hashes.put(seed, result.hash());
                            return true;
                        });
        assertEquals(6, hashes.size());
        return hashes;
    }

    private static Sweep sweep(int jobs) {
        return new Sweep(new Seeds(1, 6), Profile.DEFAULT, jobs, Double.POSITIVE_INFINITY)
                .quietly();
    }
}
