package io.clew.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
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
    void aChangeKeepsWhatIsShownAndLetsItRunOn(
            @ForAll @LongRange(max = 1L << 50) long origin,
            @ForAll @LongRange(min = -1_000_000, max = 300_000) long rate,
            @ForAll @LongRange(min = -1_000_000, max = 300_000) long newRate,
            @ForAll @LongRange(max = 1L << 45) long when,
            @ForAll @LongRange(max = 1L << 35) long step) {
        var before = new SimClock(origin, rate);
        SimClock after = before.changed(when, step, newRate);
        assertEquals(before.at(when) + step, after.at(when));
        assertTrue(after.at(when + 1) >= after.at(when));
    }

    @Example
    void aFrozenClockNeverComesToALaterTime() {
        SimClock frozen = new SimClock(100, 0).changed(50, 0, SimClock.FROZEN_PPM);
        assertEquals(150, frozen.at(1_000_000_000));
        assertEquals(0, frozen.when(150));
        assertEquals(Long.MAX_VALUE, frozen.when(151));
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
