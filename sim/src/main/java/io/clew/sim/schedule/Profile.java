package io.clew.sim.schedule;

import io.clew.sim.world.Setup;
import io.clew.sim.world.fault.Faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How schedules are drawn: sizes of the cluster and of its load, and which families of faults may
 * strike how likely. Whatever is not said here is drawn the same way for all profiles.
 *
 * @param nodes the sizes of clusters, each as likely as it is often listed
 * @param shards over how many groups the keys are spread, each number as likely as it is listed
 * @param timeoutNanos how long a client waits for an answer, unless it has few calls
 * @param readPercent how many of the operations read
 * @param removingShare how many of the runs remove keys now and then
 * @param smallShare how often a limit is drawn small instead of as in production
 * @param shortLogs whether logs are always cut short, so that snapshots come all the time
 * @param lateMembers whether machines start seconds apart, and the first do not wait for the last
 * @param spareShare how many of the runs have spare machines, and members that come and go
 * @param gapNanos mean time between two strikes of one family
 * @param familyShare in what share of the runs a family may strike
 * @param families those for which that is another one
 */
public record Profile(
        String name,
        List<Integer> nodes,
        List<Integer> shards,
        Range clients,
        Range operations,
        Range keys,
        Range thinkNanos,
        Range timeoutNanos,
        Range readPercent,
        double removingShare,
        long troubleNanosMax,
        double smallShare,
        boolean shortLogs,
        boolean lateMembers,
        double spareShare,
        Range gapNanos,
        double familyShare,
        Map<String, Double> families) {
    private static final double EVEN = 0.5;
    private static final double SPARE = 0.4;

    static final Range TIMEOUT_NANOS = new Range(400 * Setup.MILLI, 4 * Setup.SECOND);

    /** Short and varied. */
    public static final Profile DEFAULT =
            new Profile(
                    "default",
                    List.of(1, 3, 3, 3, 3, 3, 4, 5, 5, 5, 5, 5),
                    List.of(1),
                    new Range(2, 5),
                    new Range(40, 120),
                    new Range(1, 5),
                    new Range(2 * Setup.MILLI, 200 * Setup.MILLI),
                    TIMEOUT_NANOS,
                    new Range(20, 70),
                    EVEN,
                    25 * Setup.SECOND,
                    EVEN,
                    false,
                    false,
                    SPARE,
                    new Range(400 * Setup.MILLI, 5 * Setup.SECOND),
                    EVEN,
                    new TreeMap<>());

    /**
     * The yardstick of speed: the same number of planned calls in each. Its clients give up soon,
     * so that most of these are made before the trouble ends.
     */
    public static final Profile STANDARD =
            new Profile(
                    "standard",
                    List.of(5),
                    List.of(1),
                    new Range(3, 3),
                    new Range(300, 300),
                    new Range(1, 5),
                    new Range(200 * Setup.MILLI, 400 * Setup.MILLI),
                    new Range(400 * Setup.MILLI, 600 * Setup.MILLI),
                    new Range(20, 70),
                    EVEN,
                    60 * Setup.SECOND,
                    EVEN,
                    false,
                    false,
                    SPARE,
                    new Range(400 * Setup.MILLI, 5 * Setup.SECOND),
                    EVEN,
                    new TreeMap<>());

    private static final List<Profile> ALL = all();

    /**
     * @param from the smallest, included
     * @param to the largest, included
     */
    public record Range(long from, long to) {}

    public Profile {
        nodes = List.copyOf(nodes);
        shards = List.copyOf(shards);
        families = new TreeMap<>(families);
        families.keySet().forEach(Faults::named); // What nothing is called would never strike.
    }

    /** In what share of the runs a family may strike. */
    double share(String family) {
        return families.getOrDefault(family, familyShare);
    }

    private static List<Profile> all() {
        var all = new ArrayList<>(List.of(DEFAULT, STANDARD));
        all.addAll(ShapedProfiles.all());
        return List.copyOf(all);
    }

    public static List<String> names() {
        return ALL.stream().map(Profile::name).toList();
    }

    public static Profile named(String name) {
        for (Profile profile : ALL) {
            if (profile.name.equals(name)) {
                return profile;
            }
        }
        throw new IllegalArgumentException(
                "no profile is called '" + name + "', but " + String.join(", ", names()));
    }
}
