package io.clew.sim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Strike;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is not needed for a failure goes, and what is needed stays. */
class ShrinkingTest {
    private static final int SEEDS = 30;

    private static Schedule shrink(Schedule schedule, int noises, Predicate<Schedule> fails) {
        return new Shrinking(fails, noises, () -> false, _ -> {}).smallest(schedule);
    }

    private static long strikes(Schedule schedule, String family) {
        return schedule.strikes().stream().filter(s -> s.family().equals(family)).count();
    }

    private static long puts(Schedule schedule) {
        return schedule.calls().stream()
                .flatMap(List::stream)
                .filter(c -> c.kind() == PlannedCall.Kind.PUT)
                .count();
    }

    @Test
    void onlyWhatIsNeededIsLeft() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Predicate<Schedule> fails =
                    s ->
                            strikes(s, "crash") >= 1
                                    && puts(s) >= 2
                                    && s.setup().nodes() >= 2
                                    && s.setup().engine().windowMessages() < 10;
            Schedule drawn = Drawing.draw(seed, Profile.DEFAULT);
            if (fails.test(drawn)) {
                Schedule small = shrink(drawn, 1, fails);
                assertTrue(fails.test(small), "seed " + seed);
                assertEquals(1, small.strikes().size(), "seed " + seed);
                assertEquals(2, small.operations(), "seed " + seed);
                assertEquals(2, small.setup().nodes(), "seed " + seed);
                assertEquals(1, Settings.of(small.setup()).size(), "seed " + seed);
            }
        }
    }

    @Test
    void troubleGetsShorterAndRounder() {
        Schedule drawn = Drawing.draw(1, Profile.DEFAULT);
        Strike odd = new Strike(1_234_567_891L, "crash", 7, 987_654_321L, 123_456_789L);
        Schedule small =
                shrink(
                        drawn.withStrikes(List.of(odd)),
                        1,
                        s -> s.strikes().stream().anyMatch(x -> x.endsAfterNanos() > 50_000_000L));
        Strike rounded = small.strikes().getFirst();
        assertEquals(1_000_000_000L, rounded.atNanos());
        assertEquals(rounded.lastsNanos(), rounded.endsAfterNanos());
        assertEquals(100_000_000L, rounded.lastsNanos());
    }

    @Test
    void noStepMakesFewerNoisesFail() {
        Schedule drawn = Drawing.draw(2, Profile.DEFAULT).withNoise(10);
        // With fewer than five calls, only every second noise fails.
        Predicate<Schedule> fails = s -> s.operations() >= 5 || s.noise() % 2 == 0;
        assertEquals(5, shrink(drawn, 4, fails).operations());
        assertEquals(0, shrink(drawn, 1, fails).operations());
    }

    /** Or a file of it would be refused. */
    @Test
    void callsOfAMachineThatIsGoneAskAnother() {
        Schedule drawn = Drawing.draw(2, Profile.DEFAULT);
        int last = drawn.setup().nodes() - 1;
        assertTrue(last > 0);
        List<List<PlannedCall>> calls = new ArrayList<>();
        drawn.calls().forEach(each -> calls.add(each.stream().map(c -> c.withNode(last)).toList()));
        Predicate<Schedule> fails =
                s -> s.calls().stream().flatMap(List::stream).anyMatch(c -> c.node() >= 0);
        Schedule small = shrink(drawn.withCalls(calls), 1, fails);
        assertEquals(1, small.setup().nodes());
        assertEquals(small, ScheduleFile.parse(new ScheduleFile(small).text()).schedule());
    }

    @Test
    void itEndsWhenTimeIsUp() {
        Schedule drawn = Drawing.draw(3, Profile.DEFAULT);
        assertEquals(drawn, new Shrinking(_ -> true, 1, () -> true, _ -> {}).smallest(drawn));
    }

    @Test
    void whatDoesNotFailCannotBeShrunk() {
        Schedule drawn = Drawing.draw(3, Profile.DEFAULT);
        assertThrows(IllegalArgumentException.class, () -> shrink(drawn, 1, _ -> false));
    }
}
