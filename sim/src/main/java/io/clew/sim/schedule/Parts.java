package io.clew.sim.schedule;

import io.clew.sim.world.Machine;
import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimClock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a schedule that may turn out not to be needed, each tried without. */
final class Parts {
    private Parts() {}

    static void strikes(Shrinking shrinking) {
        shrinking.minimize(shrinking.best().strikes(), rest -> shrinking.best().withStrikes(rest));
    }

    /** A client that goes leaves its number behind at first: chance hangs on the numbers. */
    static void clients(Shrinking shrinking) {
        for (int client = 0; client < shrinking.best().calls().size(); client++) {
            if (!shrinking.best().calls().get(client).isEmpty()) {
                shrinking.take(withCalls(shrinking.best(), client, List.of()));
            }
        }
        List<List<PlannedCall>> busy =
                shrinking.best().calls().stream().filter(calls -> !calls.isEmpty()).toList();
        shrinking.take(shrinking.best().withCalls(busy));
    }

    static void calls(Shrinking shrinking) {
        for (int client = 0; client < shrinking.best().calls().size(); client++) {
            calls(shrinking, client);
        }
    }

    /** What is left of a client's calls stays about where it was in time. */
    private static void calls(Shrinking shrinking, int client) {
        List<PlannedCall> calls = shrinking.best().calls().get(client);
        for (int size = calls.size(); size >= 1; size /= 2) {
            int from = 0;
            while (from < calls.size()) {
                List<PlannedCall> rest = without(calls, from, from + size);
                if (shrinking.take(withCalls(shrinking.best(), client, rest))) {
                    calls = rest;
                } else {
                    from += size;
                }
            }
        }
    }

    private static List<PlannedCall> without(List<PlannedCall> calls, int from, int to) {
        var rest = new ArrayList<>(calls.subList(0, from));
        long waited = 0;
        for (PlannedCall removed : calls.subList(from, Math.min(to, calls.size()))) {
            waited += removed.gathers() ? 0 : removed.thinkNanos();
        }
        if (to < calls.size()) {
            PlannedCall next = calls.get(to);
            rest.add(next.gathers() ? next : next.withThink(next.thinkNanos() + waited));
            rest.addAll(calls.subList(to + 1, calls.size()));
        }
        return rest;
    }

    static Schedule withCalls(Schedule schedule, int client, List<PlannedCall> calls) {
        var all = new ArrayList<>(schedule.calls());
        all.set(client, calls);
        while (!all.isEmpty() && all.getLast().isEmpty()) {
            all.removeLast();
        }
        return schedule.withCalls(all);
    }

    /** Settings that are not as in production. */
    static void settings(Shrinking shrinking) {
        shrinking.minimize(
                List.copyOf(Settings.of(shrinking.best().setup()).entrySet()),
                rest -> withSettings(shrinking.best(), rest));
    }

    private static Schedule withSettings(
            Schedule schedule, List<Map.Entry<String, String>> settings) {
        var texts = new TreeMap<String, String>();
        settings.forEach(each -> texts.put(each.getKey(), each.getValue()));
        List<Machine> machines = schedule.setup().machines();
        Setup plain = Setup.plain(machines.size()).withMachines(machines);
        return schedule.withSetup(Settings.with(plain, texts));
    }

    /** Whole machines, then what is odd about them. */
    static void machines(Shrinking shrinking) {
        for (int i = shrinking.best().setup().nodes() - 1; i >= 0; i--) {
            List<Machine> machines = shrinking.best().setup().machines();
            if (machines.get(i).spare() || shrinking.best().setup().founders() > 1) {
                var rest = new ArrayList<>(machines);
                rest.remove(i);
                shrinking.take(withMachines(shrinking.best(), rest));
            }
        }
        var plain = new SimClock(0, 0);
        for (int i = 0; i < shrinking.best().setup().nodes(); i++) {
            Machine machine = shrinking.best().setup().machines().get(i);
            for (Machine plainer :
                    List.of(
                            machine.with(0, plain),
                            machine.with(machine.startsNanos(), plain),
                            machine.with(0, machine.clock()),
                            machine.with(
                                    Plainer.round(machine.startsNanos(), 10 * Setup.MILLI),
                                    machine.clock()),
                            machine.with(
                                    machine.startsNanos(),
                                    new SimClock(0, machine.clock().ratePpm())))) {
                machine(shrinking, i, plainer);
            }
        }
    }

    private static void machine(Shrinking shrinking, int at, Machine plainer) {
        var machines = new ArrayList<>(shrinking.best().setup().machines());
        Machine now = machines.get(at);
        boolean simpler =
                Plainer.digits(plainer.startsNanos()) <= Plainer.digits(now.startsNanos())
                        && plainer.clock().origin() <= now.clock().origin()
                        && Math.abs(plainer.clock().ratePpm()) <= Math.abs(now.clock().ratePpm());
        if (simpler) {
            machines.set(at, plainer);
            shrinking.take(withMachines(shrinking.best(), machines));
        }
    }

    /** Calls that ask a machine which is gone ask one that is there, as the world takes them. */
    private static Schedule withMachines(Schedule schedule, List<Machine> machines) {
        var calls = new ArrayList<List<PlannedCall>>();
        for (List<PlannedCall> client : schedule.calls()) {
            calls.add(client.stream().map(call -> among(machines.size(), call)).toList());
        }
        return schedule.withSetup(schedule.setup().withMachines(machines)).withCalls(calls);
    }

    private static PlannedCall among(int machines, PlannedCall call) {
        return call.node() < machines ? call : call.withNode(call.node() % machines);
    }
}
