package io.clew.sim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.sim.Result;
import io.clew.sim.Simulation;
import io.clew.sim.world.Schedule;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import java.util.List;

/** A written schedule is the same schedule. */
class ScheduleFileProps {
    @Property(tries = 200)
    void comesBackAsItWas(@ForAll long seed) {
        for (Profile profile : List.of(Profile.DEFAULT, Profile.STANDARD)) {
            Schedule drawn = Drawing.draw(seed, profile);
            var file = new ScheduleFile(drawn, "an invariant", "a bug", List.of());
            ScheduleFile read = ScheduleFile.parse(file.text());
            assertEquals(drawn, read.schedule());
            assertEquals("an invariant", read.expect());
            assertEquals("a bug", read.planted());
        }
    }

    /** What was decided on the way, relief for starving clients above all, is written down. */
    @Property(tries = 40)
    void whatReallyHappenedHappensAgain(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        Result drawn = Simulation.run(Drawing.draw(seed, Profile.DEFAULT), null);
        String text = new ScheduleFile(drawn.executed()).text();
        Result again = Simulation.run(ScheduleFile.parse(text).schedule(), null);
        assertEquals(drawn.hash(), again.hash());
        assertEquals(drawn.executed(), again.executed());
    }
}
