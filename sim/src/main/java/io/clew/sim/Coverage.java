package io.clew.sim;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.fault.Faults;
import io.clew.sim.world.mark.Mark;
import io.clew.sim.world.mark.ProtocolStep;
import io.clew.sim.world.mark.StepMatrix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The evidence that faults bite: how often each family struck, touched something and made a
 * difference; which steps of the protocol it met; and which rare states the runs came through.
 */
public final class Coverage {
    private static final int NAME_WIDTH = 22;
    private static final int COLUMN_WIDTH = 6;

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final StepMatrix matrix = new StepMatrix();
    private final EnumMap<Mark, Seen> marks = new EnumMap<>(Mark.class);
    private long schedules;
    private long lastSeed;

    /** Whether any of the runs had several shards. */
    private boolean sharded;

    /** What a family of faults did. */
    private static final class Family {
        private long strikes;
        private long touching;
        private long twins;
        private long changing;
    }

    /** In how many runs a mark was hit, and by which seed first. */
    private static final class Seen {
        private long runs;
        private long first = Long.MAX_VALUE;
    }

    public Coverage() {
        Faults.families().forEach(name -> families.put(name, new Family()));
        for (Mark mark : Mark.values()) {
            marks.put(mark, new Seen());
        }
    }

    /** Takes in what one seed came to. */
    public synchronized void add(long seed, Result result) {
        schedules++;
        lastSeed = Math.max(lastSeed, seed);
        sharded |= result.executed().setup().shards() > 1;
        for (Result.Struck struck : result.strikes()) {
            Family family = family(struck.strike().family());
            family.strikes++;
            family.touching += struck.touches() > 0 ? 1 : 0;
        }
        matrix.addAll(result.seen().steps());
        for (Mark mark : result.seen().marks().keySet()) {
            Seen seen = marks.computeIfAbsent(mark, _ -> new Seen());
            seen.runs++;
            seen.first = Math.min(seen.first, seed);
        }
    }

    /**
     * Runs the twin of a run that lacks one of the strikes that touched something, and counts
     * whether that is another run. Which strike is left out depends on the seed, each family being
     * as likely as any.
     */
    public void addTwin(long seed, Result result) {
        var byFamily = new TreeMap<String, List<Integer>>();
        for (int i = 0; i < result.strikes().size(); i++) {
            Result.Struck struck = result.strikes().get(i);
            if (struck.touches() > 0) {
                byFamily.computeIfAbsent(struck.strike().family(), _ -> new ArrayList<>())
                        .add(i + 1);
            }
        }
        if (byFamily.isEmpty()) {
            return;
        }
        List<Map.Entry<String, List<Integer>>> choice = List.copyOf(byFamily.entrySet());
        Dice dice = Dice.of(seed, "twin");
        var chosen = dice.pick(choice);
        String name = chosen.getKey();
        Schedule twin = result.executed().withoutStrike(dice.pick(chosen.getValue()));
        boolean changed = Simulation.run(twin, null).effectsHash() != result.effectsHash();
        synchronized (this) {
            Family family = family(name);
            family.twins++;
            family.changing += changed ? 1 : 0;
        }
    }

    private Family family(String name) {
        return families.computeIfAbsent(name, _ -> new Family());
    }

    /**
     * What shows that a family of faults is none, in words; empty if each has an effect. Where no
     * run had several shards, nothing is expected of what moves replicas.
     */
    public synchronized List<String> gaps() {
        var gaps = new ArrayList<String>();
        families.forEach(
                (name, family) -> {
                    if (schedules > 0 && !sharded && Faults.named(name).movesReplicas()) {
                        return;
                    }
                    if (family.strikes == 0) {
                        gaps.add(name + " never strikes");
                    } else if (family.touching == 0) {
                        gaps.add(name + " never touches anything");
                    } else if (family.twins > 0 && family.changing == 0) {
                        gaps.add(name + " never makes a difference");
                    }
                });
        return gaps;
    }

    /** What none of the runs came through, of all that a build must, in words. */
    public synchronized List<String> unseen() {
        var unseen = new ArrayList<>(unseenMarks(false));
        for (String name : families.keySet()) {
            for (ProtocolStep step : ProtocolStep.values()) {
                if (matrix.of(name, step) == 0 && !Expectations.mayMiss(name, step)) {
                    unseen.add(name + " touched no node at this step: " + step.label());
                }
            }
        }
        return unseen;
    }

    /**
     * The rare states that none of the runs came through.
     *
     * @param rarest also those on which a build does not insist
     */
    public synchronized List<String> unseenMarks(boolean rarest) {
        boolean ofShards = sharded || schedules == 0;
        return unseenMarks(
                mark -> (ofShards || !mark.ofShards()) && (rarest || !Expectations.rare(mark)));
    }

    /** What only several shards can come to, and none of the runs came through. */
    public synchronized List<String> unseenOfShards() {
        return unseenMarks(mark -> mark.ofShards() && !Expectations.rare(mark));
    }

    private List<String> unseenMarks(Predicate<Mark> expected) {
        var unseen = new ArrayList<String>();
        marks.forEach(
                (mark, seen) -> {
                    if (seen.runs == 0 && expected.test(mark)) {
                        unseen.add("no run came to this: " + mark.text());
                    }
                });
        return unseen;
    }

    /**
     * How many schedules have run since the one that came through a rare state for the first time.
     */
    private long sinceLastNewMark() {
        long newest = 0;
        for (Seen seen : marks.values()) {
            newest = seen.runs == 0 ? newest : Math.max(newest, seen.first);
        }
        return lastSeed - newest;
    }

    private long marksHit() {
        return marks.values().stream().filter(seen -> seen.runs > 0).count();
    }

    private long emptyCells() {
        long empty = 0;
        for (String name : families.keySet()) {
            for (ProtocolStep step : ProtocolStep.values()) {
                empty += matrix.of(name, step) == 0 ? 1 : 0;
            }
        }
        return empty;
    }

    /** One line for a summary. */
    public synchronized String brief() {
        long cells = (long) families.size() * ProtocolStep.values().length;
        long struck = families.values().stream().filter(f -> f.touching > 0).count();
        return String.format(
                Locale.ROOT,
                "%d of %d families of faults had an effect, %d of %d pairs of family and step met,"
                        + " %d of %d rare states seen, the last new one %,d seeds ago",
                struck,
                families.size(),
                cells - emptyCells(),
                cells,
                marksHit(),
                marks.size(),
                sinceLastNewMark());
    }

    /** Three tables. */
    public synchronized String text() {
        var out = new StringBuilder();
        appendFamilies(out);
        appendMatrix(out);
        appendMarks(out);
        return out.append(brief()).append('\n').toString();
    }

    private void appendFamilies(StringBuilder out) {
        out.append(pad("family", NAME_WIDTH));
        out.append("  strikes  touching  twins  changed the run\n");
        families.forEach(
                (name, family) ->
                        out.append(
                                String.format(
                                        Locale.ROOT,
                                        "%s %,8d %8.1f%% %6s %16s%n",
                                        pad(name, NAME_WIDTH),
                                        family.strikes,
                                        percent(family.touching, family.strikes),
                                        count(family.twins),
                                        family.twins == 0
                                                ? "-"
                                                : "%.1f%%"
                                                        .formatted(
                                                                percent(
                                                                        family.changing,
                                                                        family.twins)))));
        out.append('\n');
    }

    private void appendMatrix(StringBuilder out) {
        out.append("touches of a node by what its last step did (- is none)\n");
        out.append(pad("", NAME_WIDTH));
        for (ProtocolStep step : ProtocolStep.values()) {
            String label = step.label();
            String head = label.substring(0, Math.min(label.length(), COLUMN_WIDTH - 1));
            out.append(String.format("%" + COLUMN_WIDTH + "s", head));
        }
        out.append('\n');
        for (String name : families.keySet()) {
            out.append(pad(name, NAME_WIDTH));
            for (ProtocolStep step : ProtocolStep.values()) {
                out.append(String.format("%" + COLUMN_WIDTH + "s", count(matrix.of(name, step))));
            }
            out.append('\n');
        }
        out.append('\n');
    }

    private void appendMarks(StringBuilder out) {
        out.append("rare states, by the share of runs that came through them\n");
        marks.forEach(
                (mark, seen) ->
                        out.append(
                                String.format(
                                        Locale.ROOT,
                                        "%6.2f%%  %s%s%n",
                                        percent(seen.runs, schedules),
                                        mark.text(),
                                        seen.runs == 0 ? "  <- never" : "")));
        out.append('\n');
    }

    /** The same for machines. */
    public synchronized Map<String, Object> json() {
        var byFamily = new LinkedHashMap<String, Object>();
        families.forEach(
                (name, family) -> {
                    var steps = new LinkedHashMap<String, Object>();
                    for (ProtocolStep step : ProtocolStep.values()) {
                        steps.put(step.label(), matrix.of(name, step));
                    }
                    var each = new LinkedHashMap<String, Object>();
                    each.put("strikes", family.strikes);
                    each.put("touching", family.touching);
                    each.put("twins", family.twins);
                    each.put("changing", family.changing);
                    each.put("steps", steps);
                    byFamily.put(name, each);
                });
        var byMark = new LinkedHashMap<String, Object>();
        marks.forEach((mark, seen) -> byMark.put(mark.label(), seen.runs));
        var all = new LinkedHashMap<String, Object>();
        all.put("schedules", schedules);
        all.put("families", byFamily);
        all.put("marks", byMark);
        all.put("seedsSinceLastNewMark", sinceLastNewMark());
        all.put("gaps", gaps());
        all.put("unseen", unseen());
        return all;
    }

    private static double percent(long part, long all) {
        return all == 0 ? 0 : 100.0 * part / all;
    }

    private static String count(long value) {
        if (value == 0) {
            return "-";
        }
        return value < 10_000 ? Long.toString(value) : value / 1000 + "k";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
