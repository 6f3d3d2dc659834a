package io.clew.sim.world;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SimClockProps {
    @Property
    void aTimeIsReachedWhenItIsDueAndNotMuchBefore(
            @ForAll @LongRange(max = 1L << 50) long origin,
            @ForAll @LongRange(min = -300_000, max = 300_000) long rate,
            @ForAll @LongRange(max = 1L << 45) long after) {
        var clock = new SimClock(origin, rate);
        long due = clock.when(origin + after);
        assertTrue(clock.at(due) >= origin + after);
        assertTrue(due == 0 || clock.at(due - 10) < origin + after);
    }

    @Property
    void aClockNeverGoesBackwards(
            @ForAll @LongRange(min = -300_000, max = 300_000) long rate,
            @ForAll @LongRange(max = 1L << 45) long time,
            @ForAll @LongRange(max = 2_000) long step) {
        var clock = new SimClock(0, rate);
        assertTrue(clock.at(time + step) >= clock.at(time));
    }
}
