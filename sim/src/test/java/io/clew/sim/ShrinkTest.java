package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Schedule;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A failure is tried with many seeds of noise, and shrunk in any case. */
class ShrinkTest {
    private static final Schedule DRAWN = Drawing.draw(1, Profile.DEFAULT).withNoise(100);

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private Schedule shrink(double minutes, Predicate<Schedule> fails) {
        return new Shrink(new Subject(null), "", minutes, 10)
                .smallest(DRAWN, fails, new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private boolean saysThatItHangsOnOneNoise() {
        return told.toString(StandardCharsets.UTF_8).contains("its own alone makes it fail");
    }

    @Test
    void whatFailsWithOthersOnceItIsSmallerIsNoMatterOfLuck() {
        Schedule small =
                shrink(1, s -> s.noise() == 100 || s.strikes().size() < DRAWN.strikes().size());
        assertEquals(0, small.strikes().size());
        assertFalse(saysThatItHangsOnOneNoise());
    }

    @Test
    void whatHangsOnItsOwnNoiseIsShrunkAllTheSame() {
        Schedule small = shrink(1, s -> s.noise() == 100);
        assertEquals(0, small.strikes().size());
        assertEquals(100, small.noise());
        assertTrue(saysThatItHangsOnOneNoise());
    }
}
