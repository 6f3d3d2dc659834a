package io.clew.sim.schedule;

import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.Strike;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Makes plainer what cannot be removed: shorter, rounder, smaller. */
final class Plainer {
    private static final List<Long> ROUND =
            List.of(Setup.SECOND, 100 * Setup.MILLI, 10 * Setup.MILLI, Setup.MILLI, Setup.MICRO);

    private static final int BYTES_MIN = 16;

    private Plainer() {}

    static void strikes(Shrinking shrinking) {
        for (int i = 0; i < shrinking.best().strikes().size(); i++) {
            int at = i;
            // Trouble that was cut short is as good as trouble that was to be short.
            strike(shrinking, at, s -> lasting(s, s.endsAfterNanos()));
            boolean halved = true;
            while (halved) {
                halved = strike(shrinking, at, s -> lasting(s, half(s.lastsNanos())));
            }
            for (long unit : ROUND) {
                strike(shrinking, at, s -> lasting(s, round(s.lastsNanos(), unit)));
                strike(shrinking, at, s -> starting(s, round(s.atNanos(), unit)));
            }
        }
    }

    private static boolean strike(Shrinking shrinking, int at, UnaryOperator<Strike> plainer) {
        var strikes = new ArrayList<>(shrinking.best().strikes());
        strikes.set(at, plainer.apply(strikes.get(at)));
        return shrinking.take(shrinking.best().withStrikes(strikes));
    }

    private static Strike lasting(Strike strike, long nanos) {
        return new Strike(strike.atNanos(), strike.family(), strike.seed(), nanos, nanos);
    }

    private static Strike starting(Strike strike, long nanos) {
        return new Strike(
                nanos,
                strike.family(),
                strike.seed(),
                strike.lastsNanos(),
                strike.endsAfterNanos());
    }

    private static long half(long nanos) {
        return nanos < 2 * Setup.MILLI ? nanos : nanos / 2;
    }

    /** To the nearest whole number of units, but not to none. */
    static long round(long nanos, long unit) {
        long whole = (nanos + unit / 2) / unit * unit;
        boolean rounder = digits(whole) < digits(nanos);
        return whole > 0 && rounder ? whole : nanos;
    }

    static int digits(long nanos) {
        return Long.toString(nanos).replaceAll("0+$", "").length();
    }

    static void calls(Shrinking shrinking) {
        List<UnaryOperator<PlannedCall>> ways =
                List.of(
                        c -> c.withBytes(Math.min(c.bytes(), BYTES_MIN)),
                        c -> c.withNode(PlannedCall.SAME),
                        c -> c.withThink(c.gathers() ? c.thinkNanos() : 0),
                        c -> c.withThink(round(c.thinkNanos(), 100 * Setup.MILLI)),
                        c -> c.withThink(round(c.thinkNanos(), Setup.MILLI)),
                        c -> c.withThink(round(c.thinkNanos(), Setup.MICRO)));
        for (UnaryOperator<PlannedCall> way : ways) {
            var all = new ArrayList<List<PlannedCall>>();
            shrinking.best().calls().forEach(calls -> all.add(calls.stream().map(way).toList()));
            if (!shrinking.take(shrinking.best().withCalls(all))) {
                eachCall(shrinking, way);
            }
        }
    }

    private static void eachCall(Shrinking shrinking, UnaryOperator<PlannedCall> way) {
        for (int client = 0; client < shrinking.best().calls().size(); client++) {
            for (int i = 0; i < shrinking.best().calls().get(client).size(); i++) {
                var calls = new ArrayList<>(shrinking.best().calls().get(client));
                calls.set(i, way.apply(calls.get(i)));
                shrinking.take(Parts.withCalls(shrinking.best(), client, calls));
            }
        }
    }

    static void settings(Shrinking shrinking) {
        Settings.of(shrinking.best().setup()).forEach((name, text) -> setting(shrinking, name));
    }

    private static void setting(Shrinking shrinking, String name) {
        for (long unit : ROUND) {
            Schedule best = shrinking.best();
            String text = Settings.of(best.setup()).get(name);
            if (text != null && text.matches(".*\\d[mun]?s")) {
                var one = new TreeMap<String, String>();
                one.put(name, Durations.text(round(Durations.parse(text), unit)));
                shrinking.take(best.withSetup(Settings.with(best.setup(), one)));
            }
        }
    }

    static void noise(Shrinking shrinking) {
        if (shrinking.best().noise() > 1) {
            shrinking.take(shrinking.best().withNoise(1));
        }
    }
}
