package io.clew.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TimelineTest {
    private final Timeline timeline = new Timeline();
    private final List<String> happened = new ArrayList<>();

    @Test
    void whatIsDueHappensInOrder() {
        timeline.at(20, () -> happened.add("later"));
        timeline.at(10, () -> happened.add("sooner"));
        timeline.runUntil(30);
        assertEquals(List.of("sooner", "later"), happened);
        assertEquals(30, timeline.now());
    }

    @Test
    void whatIsDueTogetherHappensAsItWasPlanned() {
        for (int i = 0; i < 100; i++) {
            int number = i;
            timeline.at(5, () -> happened.add("" + number));
        }
        timeline.runUntil(5);
        assertEquals("0", happened.getFirst());
        assertEquals("57", happened.get(57));
    }

    @Test
    void whatIsPlannedMeanwhileHappensToo() {
        timeline.at(1, () -> timeline.after(1, () -> happened.add("at " + timeline.now())));
        timeline.runUntil(2);
        assertEquals(List.of("at 2"), happened);
    }

    @Test
    void nothingHappensAheadOfTime() {
        timeline.at(11, () -> happened.add("too early"));
        timeline.runUntil(10);
        assertEquals(List.of(), happened);
    }
}
