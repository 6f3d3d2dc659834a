package io.clew.sim.schedule;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Machine;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimClock;
import io.clew.sim.world.Strike;
import io.clew.sim.world.fault.Fault;
import io.clew.sim.world.fault.Faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws whole schedules from seeds. Each family of faults is on or off for a whole run, so that
 * some runs see few kinds of trouble for long and others all of them together.
 */
public final class Drawing {
    private static final long CLOCK_ORIGIN_MAX = 1L << 50;
    private static final long RATE_PPM_MAX = 5_000;

    /** Nothing may rely on clocks but how long things take. */
    private static final long WILD_RATE_PPM_MAX = 300_000;

    private static final double WILD_CLOCKS_SHARE = 0.25;

    /** How often a quorum must do without the others at the end, and may have been down before. */
    private static final double CORE_SHARE = 0.5;

    private static final double CORE_RESTARTS_SHARE = 0.5;

    /** In how many of the runs clients send writes again. */
    private static final double KEYED_SHARE = 0.5;

    private static final long START_NANOS_MAX = 200 * Setup.MILLI;
    private static final long LATE_NANOS_MAX = 6 * Setup.SECOND;
    private static final int SPARES_MAX = 4;
    private static final double FAMILIES_AT_EASE = 8;

    /**
     * So long all calls of a client last if each fails. A quiet time helps nobody who has no calls
     * left once the cluster works again: what the trouble has held up may still come seconds later.
     */
    private static final long CALLS_NANOS_MIN = 10 * Setup.SECOND;

    private static final long SEED_MAX = 1_000_000_000;

    private Drawing() {}

    public static Schedule draw(long seed, Profile profile) {
        Dice dice = Dice.of(seed, "schedule");
        Workload load = Workload.draw(profile, dice.stream("workload"));
        Setup setup = setup(dice.stream("setup"), profile, load);
        return new Schedule(
                setup,
                dice.stream("noise").between(1, SEED_MAX),
                strikes(dice.stream("strikes"), profile, setup),
                load.calls(dice.stream("calls"), setup.nodes()),
                true);
    }

    private static Setup setup(Dice dice, Profile profile, Workload load) {
        var limits = new Limits(profile);
        Dice core = dice.stream("core");
        int shards = dice.stream("shards").pick(profile.shards());
        int keyedPercent =
                dice.stream("keyed").chance(KEYED_SHARE)
                        ? dice.stream("keyed percent").between(10, 100)
                        : 0;
        var room = new Room(dice.stream("state"), load, shards, keyedPercent);
        return new Setup(
                machines(dice, dice.pick(profile.nodes()), profile),
                shards,
                Setup.FACTOR,
                dice.between(0, 2 * Setup.SECOND),
                Math.max(
                        dice.magnitude(profile.timeoutNanos().from(), profile.timeoutNanos().to()),
                        CALLS_NANOS_MIN / load.callsEach()),
                keyedPercent,
                dice.chance(0.3) ? 0 : dice.magnitude(10 * Setup.MICRO, 10 * Setup.MILLI),
                dice.magnitude(50 * Setup.MICRO, 20 * Setup.MILLI),
                dice.magnitude(50 * Setup.MICRO, 30 * Setup.MILLI),
                profile.troubleNanosMax(),
                core.chance(CORE_SHARE) ? core.between(1, SEED_MAX) : 0,
                core.chance(CORE_RESTARTS_SHARE),
                limits.engine(dice.stream("engine"), load.valueBytesMax(), room),
                limits.storage(dice.stream("storage")));
    }

    private static List<Machine> machines(Dice setup, int founders, Profile profile) {
        Dice dice = setup.stream("machines");
        Dice spare = setup.stream("spare");
        int spares = spare.chance(profile.spareShare()) ? spare.between(1, SPARES_MAX) : 0;
        long startsMax = profile.lateMembers() ? LATE_NANOS_MAX : START_NANOS_MAX;
        long rateMax = dice.chance(WILD_CLOCKS_SHARE) ? WILD_RATE_PPM_MAX : RATE_PPM_MAX;
        var machines = new ArrayList<Machine>();
        for (int i = 0; i < founders + spares; i++) {
            machines.add(
                    new Machine(
                            dice.between(0, startsMax),
                            new SimClock(
                                    dice.between(0, CLOCK_ORIGIN_MAX),
                                    dice.between(-rateMax, rateMax)),
                            i >= founders));
        }
        return machines;
    }

    private static List<Strike> strikes(Dice dice, Profile profile, Setup setup) {
        boolean changes = setup.nodes() > setup.founders();
        var strikes = new ArrayList<Strike>();
        long begin = dice.between(0, 3 * Setup.SECOND);
        List<Fault> chosen =
                Faults.all().stream()
                        .filter(
                                f ->
                                        (changes || !f.changesMembers())
                                                && (setup.shards() > 1 || !f.movesReplicas())
                                                && dice.stream("chosen " + f.name())
                                                        .chance(profile.share(f.name())))
                        .toList();
        // With many families at once each strikes seldom, or nothing would get done in between.
        double crowd = Math.max(1, chosen.size() / FAMILIES_AT_EASE);
        for (Fault fault : chosen) {
            Dice own = dice.stream(fault.name());
            // The gap is drawn once, so that families are busy or rare per run.
            long gap =
                    (long)
                            (own.magnitude(profile.gapNanos().from(), profile.gapNanos().to())
                                    * fault.rarity()
                                    * crowd);
            for (long at = begin + own.exponential(gap);
                    at < profile.troubleNanosMax();
                    at += own.exponential(gap)) {
                long lasts = fault.lasts(own);
                long seed = own.between(1, SEED_MAX);
                strikes.add(new Strike(at, fault.name(), seed, lasts, lasts));
            }
        }
        strikes.sort(Comparator.comparingLong(Strike::atNanos));
        return strikes;
    }
}
