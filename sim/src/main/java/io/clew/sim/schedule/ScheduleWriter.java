package io.clew.sim.schedule;

import io.clew.sim.world.Machine;
import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Strike;

import java.util.List;
import java.util.Locale;

/**
 * Writes schedules down, line by line:
 *
 * <pre>
 * expect "one vote a term"
 * planted "E7b"
 * noise 42
 * delayMean 3ms
 * node 1 +13ms clock=1s rate=300ppm
 * node 2 spare
 * strike 12.345s partition seed=7 for=2.1s   # what it did
 * client 2 +13ms put k1 100B @node3
 * client 2 /100ms get k1
 * </pre>
 *
 * <p>A call waits for {@code +13ms} after the one before, or until time is next a multiple of
 * {@code /100ms}.
 */
final class ScheduleWriter {
    private final StringBuilder text = new StringBuilder();

    String text(ScheduleFile file) {
        Schedule schedule = file.schedule();
        if (!file.expect().isEmpty()) {
            line("expect \"" + file.expect() + "\"");
        }
        if (!file.planted().isEmpty()) {
            line("planted \"" + file.planted() + "\"");
        }
        line("noise " + schedule.noise());
        if (schedule.relief()) {
            line("relief yes");
        }
        Settings.of(schedule.setup()).forEach((name, value) -> line(name + " " + value));
        List<Machine> machines = schedule.setup().machines();
        for (int i = 0; i < machines.size(); i++) {
            line("node " + (i + 1) + machine(machines.get(i)));
        }
        for (int i = 0; i < schedule.strikes().size(); i++) {
            String note = i < file.notes().size() ? "   # " + file.notes().get(i) : "";
            line("strike " + strike(schedule.strikes().get(i)) + note);
        }
        for (int i = 0; i < schedule.calls().size(); i++) {
            for (PlannedCall call : schedule.calls().get(i)) {
                line("client " + (i + 1) + " " + call(call));
            }
        }
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String machine(Machine machine) {
        String starts = machine.startsNanos() == 0 ? "" : " +" + time(machine.startsNanos());
        long origin = machine.clock().origin();
        long rate = machine.clock().ratePpm();
        return starts
                + (origin == 0 ? "" : " clock=" + time(origin))
                + (rate == 0 ? "" : " rate=" + rate + "ppm")
                + (machine.spare() ? " spare" : "");
    }

    private static String strike(Strike strike) {
        boolean relieved = strike.endsAfterNanos() != strike.lastsNanos();
        return time(strike.atNanos())
                + " "
                + strike.family().replace(' ', '-')
                + " seed="
                + strike.seed()
                + " for="
                + time(strike.lastsNanos())
                + (relieved ? " relieved=" + time(strike.endsAfterNanos()) : "");
    }

    private static String call(PlannedCall call) {
        return (call.gathers() ? "/" : "+")
                + time(call.thinkNanos())
                + " "
                + call.kind().name().toLowerCase(Locale.ROOT)
                + (call.key().isEmpty() ? "" : " " + call.key())
                + (call.kind() == PlannedCall.Kind.PUT ? " " + call.bytes() + "B" : "")
                + (call.node() == PlannedCall.SAME ? "" : " @node" + (call.node() + 1));
    }

    private static String time(long nanos) {
        return Durations.text(nanos);
    }
}
