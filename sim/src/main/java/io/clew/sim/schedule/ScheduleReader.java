package io.clew.sim.schedule;

import io.clew.sim.world.Machine;
import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimClock;
import io.clew.sim.world.Strike;
import io.clew.sim.world.fault.Faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Reads what {@link ScheduleWriter} writes; comments, empty lines and more spaces are welcome. */
final class ScheduleReader {
    private static final int CLIENTS_MAX = 200;
    private static final int BYTES_MAX = 1 << 20;
    private static final int NODES_MAX = 100;

    private final TreeMap<String, String> settings = new TreeMap<>();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<List<PlannedCall>> calls = new ArrayList<>();
    private String expect = "";
    private String planted = "";
    private long noise;
    private boolean relief;

    /** The line that is read, and the one that asks the node of the highest number. */
    private int number;

    private int asked;
    private int askedAt;

    ScheduleFile read(String text) {
        for (String line : text.lines().toList()) {
            number++;
            try {
                read(new ScheduleLine(line));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
        }
        if (machines.stream().allMatch(Machine::spare)) {
            throw new IllegalArgumentException(
                    "line " + number + ": the end, and no member so far");
        }
        if (asked > machines.size()) {
            throw new IllegalArgumentException("line " + askedAt + ": there is no node " + asked);
        }
        Setup setup = Settings.with(Setup.plain(1), settings).withMachines(machines);
        var schedule = new Schedule(setup, noise, strikes, calls, relief);
        return new ScheduleFile(schedule, expect, planted, notes);
    }

    private void read(ScheduleLine line) {
        if (line.atEnd()) {
            return;
        }
        String first = line.word("a name");
        switch (first) {
            case "expect" -> expect = line.quoted();
            case "planted" -> planted = line.quoted();
            case "noise" -> noise = line.number("a seed");
            case "relief" -> relief = line.word("yes or no").equals("yes");
            case "node" -> machines.add(machine(line));
            case "strike" -> {
                strikes.add(strike(line));
                notes.add(line.comment());
            }
            case "client" -> client(line);
            default -> setting(first, line.word("a value"));
        }
        line.end();
    }

    private void setting(String name, String value) {
        if (!Settings.known(name)) {
            throw new IllegalArgumentException("there is no setting '" + name + "'");
        }
        var one = new TreeMap<String, String>();
        one.put(name, value);
        Settings.with(Setup.plain(1), one);
        settings.put(name, value);
    }

    private Machine machine(ScheduleLine line) {
        if (line.number("the number of the node") != machines.size() + 1) {
            throw new IllegalArgumentException("node " + (machines.size() + 1) + " comes next");
        }
        String starts = line.optional("+");
        String clock = line.optional("clock=");
        String rate = line.optional("rate=");
        boolean spare = line.has("spare");
        if (!spare && !machines.isEmpty() && machines.getLast().spare()) {
            throw new IllegalArgumentException("spare nodes come last");
        }
        return new Machine(
                starts.isEmpty() ? 0 : Durations.parse(starts),
                new SimClock(
                        clock.isEmpty() ? 0 : Durations.parse(clock),
                        rate.isEmpty() ? 0 : ScheduleLine.number(rate, "ppm")),
                spare);
    }

    private static Strike strike(ScheduleLine line) {
        long at = Durations.parse(line.word("a time"));
        String family = family(line.word("a family of faults"));
        long seed = ScheduleLine.number(line.required("seed="), "");
        long lasts = Durations.parse(line.required("for="));
        String relieved = line.optional("relieved=");
        long ends = relieved.isEmpty() ? lasts : Durations.parse(relieved);
        return new Strike(at, family, seed, lasts, ends);
    }

    /** A name is written as one word. */
    private static String family(String word) {
        for (String family : Faults.families()) {
            if (family.replace(' ', '-').equals(word)) {
                return family;
            }
        }
        throw new IllegalArgumentException("no family of faults is called '" + word + "'");
    }

    private void client(ScheduleLine line) {
        int client = between(1, line.number("the number of the client"), CLIENTS_MAX, "clients");
        while (calls.size() < client) {
            calls.add(new ArrayList<>());
        }
        PlannedCall call = call(line);
        calls.get(client - 1).add(call);
        // Nodes may be listed further down.
        if (call.node() >= asked) {
            asked = call.node() + 1;
            askedAt = number;
        }
    }

    private static PlannedCall call(ScheduleLine line) {
        String gathers = line.optional("/");
        String think = gathers.isEmpty() ? line.required("+") : gathers;
        PlannedCall.Kind kind = kind(line.word("what is called"));
        String key = kind == PlannedCall.Kind.CLEAR ? "" : line.word("a key");
        int bytes = 0;
        if (kind == PlannedCall.Kind.PUT) {
            bytes = between(0, ScheduleLine.number(line.word("a size"), "B"), BYTES_MAX, "sizes");
        }
        String node = line.optional("@node");
        return new PlannedCall(
                Durations.parse(think),
                !gathers.isEmpty(),
                kind,
                key,
                bytes,
                node.isEmpty()
                        ? PlannedCall.SAME
                        : between(1, ScheduleLine.number(node, ""), NODES_MAX, "nodes") - 1);
    }

    private static int between(long min, long number, long max, String what) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(what + " are " + min + " … " + max);
        }
        return (int) number;
    }

    private static PlannedCall.Kind kind(String name) {
        for (PlannedCall.Kind kind : PlannedCall.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("nothing is called '" + name + "'");
    }
}
